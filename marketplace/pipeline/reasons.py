"""Why an application ended: a list for each ending, seeded by the code, the operator's from then on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import present_locale
from marketplace.pipeline.models import EndingReason
from marketplace.pipeline.states import ENDINGS, ApplicationState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User

_BY_CONSULTANT = (
    ("other_work", "他の案件に決まった", "Took other work"),
    ("rate", "単価が合わない", "The rate does not fit"),
    ("time", "稼働日数・開始時期が合わない", "Days or start do not fit"),
    ("place", "勤務地・リモートの条件が合わない", "The place does not fit"),
    ("content", "業務内容が合わない", "The content does not fit"),
    ("other", "その他の理由", "Another reason"),
)
SEEDS: dict[ApplicationState, tuple[tuple[str, str, str], ...]] = {
    ApplicationState.DECLINED: _BY_CONSULTANT,
    ApplicationState.WITHDRAWN: _BY_CONSULTANT,
    ApplicationState.NOT_SELECTED: (
        ("skills", "別のスキル・経験が必要", "Other skills are needed"),
        ("rate", "単価が合わない", "The rate does not fit"),
        ("time", "稼働日数・開始時期が合わない", "Days or start do not fit"),
        ("place", "勤務地・リモートの条件が合わない", "The place does not fit"),
        ("other_candidate", "他の方に決まった", "Another consultant was chosen"),
        ("duplicate", "別の経路で既に提案を受けている", "Already proposed through another channel"),
        ("posting_closed", "案件が終了した", "The posting was closed"),
        ("other", "その他の理由", "Another reason"),
    ),
}
BY_THE_SYSTEM = frozenset({"posting_closed"})  # never offered to a person, never retired
LONGEST = 60
_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")


def all_reasons() -> Sequence[EndingReason]:
    """Return every reason, retired ones too, by ending and order; the seeds while the operator has changed nothing."""
    kept = db.session.info.get("ending_reasons")
    if kept is None:
        query = select(EndingReason).order_by(EndingReason.ending, EndingReason.position, EndingReason.code)
        kept = db.session.info["ending_reasons"] = db.session.scalars(query).all() or _seeds()
    return list(kept)


def _seeds() -> list[EndingReason]:
    return [
        EndingReason(ending=ending, code=code, ja=ja, en=en, position=position)
        for ending, rows in SEEDS.items()
        for position, (code, ja, en) in enumerate(rows)
    ]


def choices(ending: ApplicationState) -> list[tuple[str, str]]:
    """Return (code, words) that a person may choose for an ending, in the reader's language."""
    return [
        (each.code, each.words(present_locale()))
        for each in all_reasons()
        if each.ending is ending and each.retired_at is None and each.code not in BY_THE_SYSTEM
    ]


def words_of(ending: ApplicationState, code: str | None) -> str:
    """Return a reason's words in the reader's language; a retired one's too, its code where it is unknown."""
    if not code:
        return ""
    found = next((each for each in all_reasons() if (each.ending, each.code) == (ending, code)), None)
    return found.words(present_locale()) if found else code


def check_reason(ending: ApplicationState, code: str) -> None:
    """Refuse a reason that is not on the list of this ending."""
    known = {each.code for each in all_reasons() if each.ending is ending and each.retired_at is None}
    if code not in known:
        raise DomainError(_("Please choose a reason from the list."))


def save_reason(ending: ApplicationState, code: str, *, ja: str, en: str, position: int, by: User) -> EndingReason:
    """Add a reason or change its words and place; the code stays what it was."""
    if ending not in ENDINGS or not _CODE.fullmatch(code):
        raise DomainError(_("A code is 2 to 32 small letters, digits and underscores."))
    row = _row(ending, code)
    if row is None:
        row = EndingReason(ending=ending, code=code, ja=ja, en=en, position=position)
        db.session.add(row)
    row.ja, row.en, row.position, row.retired_at = ja, en, position, None
    db.session.info.pop("ending_reasons", None)
    record(by, "ending reason saved", row, code=code)
    return row


def retire_reason(ending: str, code: str, *, by: User) -> None:
    """Offer a reason no more; applications that ended with it keep it. One must stay for each ending."""
    row = _row(ApplicationState(ending), code) if ending in ENDINGS else None
    if row is None:
        raise DomainError(_("Please choose a reason from the list."))
    if code in BY_THE_SYSTEM or len(choices(row.ending)) <= 1:
        raise DomainError(_("This reason is needed and cannot be retired."))
    row.retired_at = now()
    db.session.info.pop("ending_reasons", None)
    record(by, "ending reason retired", row, code=code)


def _row(ending: ApplicationState, code: str) -> EndingReason | None:
    """Return a stored row, writing the seeds first: from the first change on, the table rules."""
    if db.session.scalar(select(EndingReason.id).limit(1)) is None:
        db.session.add_all(_seeds())
        db.session.flush()
        db.session.info.pop("ending_reasons", None)
    return db.session.scalar(select(EndingReason).where(EndingReason.ending == ending, EndingReason.code == code))
