"""Who changed which of the operator's settings, from what to what: read from the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.desk.setting_labels import LABEL
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.intake.labels import PROMISE
from marketplace.intake.states import Promise
from marketplace.pipeline.labels import STATE
from marketplace.pipeline.states import ApplicationState
from marketplace.settings import IN_HOURS, YES_OR_NO, Name
from marketplace.tracker.labels import PMO_TYPE
from marketplace.tracker.states import PmoType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history; `before` is empty where there was nothing."""

    at: datetime
    who: str
    what: str
    before: str
    after: str


def newest_changes() -> list[Change]:
    """Return the newest changes of all settings, the newest first, in one query."""
    rows = db.session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.event.in_(_SAID))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST)
    )
    return [Change(row.at, name or "—", *_SAID[row.event](row.facts)) for row, name in rows]


def _setting(facts: Mapping[str, Any]) -> tuple[str, str, str]:
    name = Name(facts["name"])
    return str(LABEL[name]), _amount(name, facts["before"]), _amount(name, facts["value"])


def _amount(name: Name, value: int) -> str:
    if name in YES_OR_NO:
        return _("yes") if value else _("no")
    if name in IN_HOURS:
        return ngettext("%(num)d hour", "%(num)d hours", value)
    return ngettext("%(num)d day", "%(num)d days", value)


def _term(facts: Mapping[str, Any]) -> tuple[str, str, str]:
    before = facts.get("before")
    return str(STATE[ApplicationState(facts["state"])]), _business(before) if before else "", _business(facts["days"])


def _promise(facts: Mapping[str, Any]) -> tuple[str, str, str]:
    before = facts.get("before")
    return str(PROMISE[Promise(facts["promise"])]), _business(before) if before else "", _business(facts["days"])


def _business(days: int) -> str:
    return ngettext("%(num)d business day", "%(num)d business days", days)


def _reason(said: Callable[[], str]) -> Callable[[Mapping[str, Any]], tuple[str, str, str]]:
    return lambda facts: (_("Reason “%(code)s”", code=facts["code"]), "", said())


def _template(said: Callable[[], str]) -> Callable[[Mapping[str, Any]], tuple[str, str, str]]:
    return lambda facts: (_("Project template: %(name)s", name=PMO_TYPE[PmoType(facts["pmo_type"])]), "", said())


_SAID: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str, str]]] = {
    "setting saved": _setting,
    "response time saved": _term,
    "promise to newcomers saved": _promise,
    "ending reason saved": _reason(lambda: _("saved")),
    "ending reason retired": _reason(lambda: _("retired")),
    "project template saved": _template(lambda: _("saved")),
    "project template reset": _template(lambda: _("as shipped (template)")),
}
