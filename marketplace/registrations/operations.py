"""Keeping what a look-up showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.registrations import notices
from marketplace.registrations.models import RegistrationLookUp
from marketplace.registrations.states import Result

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant
    from marketplace.registrations.states import Source


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person read at the source."""

    source: Source
    result: Result
    looked_up_on: date
    name: str = ""
    registered_on: date | None = None
    ends_on: date | None = None


def keep_look_up(consultant: Consultant | None, number: str, shown: Shown, *, by: User) -> RegistrationLookUp:
    """Keep a look-up; no consultant: of the operator's own number. What was issued before stays as it is.

    Where the number does not count (any more), the person and the advisors are told: only they can clear it up.
    """
    errors = _errors(number, shown)
    if errors:
        raise Invalid(errors)
    kept = RegistrationLookUp(
        number=number, consultant_id=consultant.id if consultant else None, source=shown.source, result=shown.result,
        name=shown.name.strip(), registered_on=shown.registered_on, ends_on=shown.ends_on,
        looked_up_on=shown.looked_up_on, by_id=by.id,
    )  # fmt: skip
    kept.by, kept.consultant = by, consultant
    db.session.add(kept)
    record(by, "registration number looked up", kept, number=number, result=shown.result.value)
    if consultant is not None and shown.result is not Result.REGISTERED:
        notices.does_not_count(kept, consultant)
    return kept


def _errors(number: str, shown: Shown) -> dict[str, object]:
    errors: dict[str, object] = {}
    if not number:
        errors["result"] = _("There is no number to look up.")
    if shown.looked_up_on > today():
        errors["looked_up_on"] = _("This day is still to come.")
    if shown.result is Result.REGISTERED:
        if not shown.name.strip():
            errors["name"] = _("Write down the name as it is published.")
        if shown.registered_on is None:
            errors["registered_on"] = _("The site shows the day of registration.")
        if shown.ends_on is not None:
            errors["ends_on"] = _("A number with an end is revoked: choose that result.")
    if shown.result is Result.REVOKED and shown.ends_on is None:
        errors["ends_on"] = _("The site shows from which day it is revoked.")
    if shown.registered_on and shown.ends_on and shown.ends_on < shown.registered_on:
        errors["ends_on"] = _("The end is before the registration.")
    return errors
