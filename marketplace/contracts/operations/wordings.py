"""The operator's wording of an agreement: a new number, the older ones stay for what was issued with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.contracts.models import AgreementTemplate
from marketplace.contracts.queries import template_of
from marketplace.contracts.wording import check_wording, settled
from marketplace.db import db

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def save_wording(code: str, text: str, translation: str, *, by: User) -> None:
    """Keep a new wording; a fact that this paper does not have, or a missing one, is refused beside its field."""
    check_wording(code, text, field="text")
    check_wording(code, translation, field="translation")
    last = template_of(code)
    row = AgreementTemplate(
        code=code,
        number=last.number + 1 if last else 1,
        text=settled(text),
        translation=settled(translation),
        created_by_id=by.id,
    )
    db.session.add(row)
    record(by, "agreement worded", row, code=code, number=row.number)
