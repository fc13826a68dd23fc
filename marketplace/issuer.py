"""The operator as a party: what stands of it on contracts, invoices and payment files. One row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import Model, db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import User


class Issuer(Model):
    """発行者: the operator's names and numbers; what was issued keeps a copy of them as they stood."""

    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    representative: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    registration_number: Mapped[str] = mapped_column(default="")  # T and 13 digits
    capital: Mapped[int | None]  # yen, for the size test of 取適法
    employees: Mapped[int | None]  # regular ones
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)


FIELDS = ("name", "address", "representative", "contact", "registration_number", "capital", "employees")


def issuer() -> Issuer:
    """Return the operator's row; a new one, not kept, while nothing has been entered."""
    empty = dict.fromkeys(("name", "address", "representative", "contact", "registration_number"), "")
    return db.session.scalar(select(Issuer)) or Issuer(**empty, revision=0)


def save_issuer(values: dict[str, object], *, seen: int, by: User) -> None:
    """Set the fields; refused as a lost race where somebody has saved since revision `seen`."""
    row = db.session.scalar(select(Issuer).with_for_update())
    if (row.revision if row else 0) != seen:
        raise DomainError(_("Somebody else has changed the settings meanwhile. They are shown as they stand."))
    if row is None:
        row = Issuer(revision=0)
        db.session.add(row)
    changed = [name for name in FIELDS if getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    row.revision, row.changed_at = seen + 1, now()
    record(by, "issuer saved", row, fields=", ".join(changed))
