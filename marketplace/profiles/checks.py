"""Rules about the content of a section, asked before anything of it is saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from marketplace.clock import today
from marketplace.i18n import lazy_gettext as _
from marketplace.profiles.rules import check_registration_number
from marketplace.profiles.sections import WHOLE
from marketplace.profiles.states import BusinessForm, CommitmentState, InvoiceStatus, ProfileState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.profiles.models import Consultant

WEEK = 5
INITIALS = re.compile(r"[A-Z](?:[.\- ]{0,2}[A-Z]){0,3}\.?")
Errors = dict[str, object]


def errors_in(consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    """Return what is wrong with these values, by field; rules look only at fields that are there."""
    errors: Errors = {}
    for rule in (_basics, _mix, _days, _capacity, _business, _period):
        errors |= rule(consultant, values)
    return errors


def _basics(_consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    errors: Errors = {}
    if values.get("initials") and not INITIALS.fullmatch(values["initials"]):
        errors["initials"] = _("Up to four Latin letters, for example K.S.: initials must not be your name.")
    if values.get("phone") and not re.fullmatch(r"\+?[\d\-() ]{9,20}", values["phone"]):
        errors["phone"] = _("Enter a telephone number, for example 090-1234-5678.")
    return errors


def _mix(_consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    shares = [values[kind] for kind in ("strategic", "controlling", "supportive") if kind in values]
    if sum(shares) not in {0, WHOLE}:
        return {"strategic": _("The shares of the PMO type must add up to 100.")}
    return {}


def _days(_consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    if values.get("days_min", 0) > values.get("days_max", WEEK):
        return {"days_max": _("The upper end is below the lower end.")}
    return {}


def _capacity(_consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    """Contracted and free days are at most a week; reserved days may still fall away."""
    if "commitments" not in values:
        return {}
    taken = sum(row["days"] for row in values["commitments"] if row["state"] is CommitmentState.CONTRACTED)
    if taken > WEEK:
        return {"free_days": _("The contracts take more than five days a week.")}
    if (values.get("free_days") or 0) + taken > WEEK:
        return {
            "free_days": _("With %(taken)s contracted days at most %(left)s are free.", taken=taken, left=WEEK - taken)
        }
    return {}


def _business(_consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    """R21 and R22: an issuer's number of the right form; a doubtful one of an individual is to be confirmed."""
    if "invoice_number" not in values:
        return {}
    number, form = values["invoice_number"], values.get("business_form")
    registered = values.get("invoice_status") is InvoiceStatus.REGISTERED
    if not number:
        return {"invoice_number": _("Enter the registration number, or choose another status.")} if registered else {}
    if not registered:
        return {"invoice_status": _("A number is entered: choose the status of a registered issuer, or remove it.")}
    if form is None:
        return {"business_form": _("Choose the business form: the number is checked by it.")}
    error = check_registration_number(number, corporation=form is not BusinessForm.INDIVIDUAL).error
    return {"invoice_number": error} if error else {}


def _period(_consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    began, ended = values.get("began"), values.get("ended")
    errors: Errors = {}
    if began and began > today():
        errors["began"] = _("This is in the future.")
    if began and ended and ended < began:
        errors["ended"] = _("The end is before the start.")
    return errors


def needed_while_listed(consultant: Consultant, values: Mapping[str, Any]) -> Errors:
    """Refuse to empty what a listed profile needs: hide it first."""
    if consultant.state is not ProfileState.LISTED:
        return {}
    emptied = {
        "initials": not values.get("initials", True),
        "strategic": "strategic" in values and not sum(values[k] for k in ("strategic", "controlling", "supportive")),
        "skills": not values.get("skills", True),
        "rate": "rate" in values and values["rate"] is None and not values.get("rate_note"),
        "days_min": not values.get("days_min", True),
        "remote": not values.get("remote", True),
    }
    words = _("A listed profile needs this. Hide the profile first if you want to leave it empty.")
    return {field: words for field, empty in emptied.items() if empty}
