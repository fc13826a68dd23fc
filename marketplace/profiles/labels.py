"""The coded words of a profile, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.profiles.states import (
    BusinessForm,
    CommitmentState,
    InvoiceStatus,
    Remote,
    SkillLevel,
    Visibility,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STATE: Mapping[str, str] = {
    "incomplete": _("being written"),
    "listed": _("listed"),
    "hidden": _("hidden by the person"),
    "closed": _("closed"),
}
LEVEL: Mapping[str, str] = {
    SkillLevel.A: _("A: leads others in it"),
    SkillLevel.B: _("B: does it alone"),
    SkillLevel.C: _("C: has done it with help"),
}
BUSINESS_FORM: Mapping[str, str] = {
    BusinessForm.INDIVIDUAL: _("Sole proprietor"),
    BusinessForm.ONE_PERSON_COMPANY: _("One-person company"),
    BusinessForm.COMPANY: _("Company with several people"),
}
INVOICE_STATUS: Mapping[str, str] = {
    InvoiceStatus.REGISTERED: _("Registered issuer of qualified invoices"),
    InvoiceStatus.UNREGISTERED: _("Not registered"),
    InvoiceStatus.CONSIDERING: _("Not registered yet, considering it"),
}
REMOTE: Mapping[str, str] = {
    Remote.FULL: _("Fully remote"),
    Remote.HYBRID: _("Partly on site"),
    Remote.ONSITE: _("On site"),
}
COMMITMENT: Mapping[str, str] = {
    CommitmentState.PROPOSED: _("Proposed elsewhere"),
    CommitmentState.SCREENING: _("In selection elsewhere"),
    CommitmentState.TENTATIVE: _("Provisionally reserved"),
    CommitmentState.CONTRACTED: _("Under contract"),
}
VISIBILITY: Mapping[str, str] = {
    Visibility.CLIENTS: _("Clients with an open posting, without my name"),
    Visibility.ADVISORS: _("Advisors only"),
}
LANGUAGE: Mapping[str, str] = {
    "ja": _("Japanese"),
    "en": _("English"),
    "zh": _("Chinese"),
    "ko": _("Korean"),
    "vi": _("Vietnamese"),
    "th": _("Thai"),
    "id": _("Indonesian"),
    "hi": _("Hindi"),
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "pt": _("Portuguese"),
    "it": _("Italian"),
    "ru": _("Russian"),
}
LANGUAGE_LEVEL: Mapping[str, str] = {
    "native": _("Native"),
    "C2": "CEFR C2",
    "C1": "CEFR C1",
    "B2": "CEFR B2",
    "B1": "CEFR B1",
    "A2": "CEFR A2",
    "A1": "CEFR A1",
    "N1": "JLPT N1",
    "N2": "JLPT N2",
    "N3": "JLPT N3",
    "N4": "JLPT N4",
    "N5": "JLPT N5",
}
TRAIT: Mapping[str, str] = {
    "mail": _("the same e-mail address but for dots and +tag"),
    "phone": _("the same telephone number"),
    "name": _("the same name"),
    "work": _("at least two past projects alike"),
}
ALL: Mapping[str, Mapping[str, str]] = {
    "trait": TRAIT,
    "level": LEVEL,
    "business_form": BUSINESS_FORM,
    "invoice_status": INVOICE_STATUS,
    "remote": REMOTE,
    "commitment": COMMITMENT,
    "visibility": VISIBILITY,
    "language": LANGUAGE,
    "language_level": LANGUAGE_LEVEL,
}


def choices(labels: Mapping[str, str]) -> Callable[[], list[tuple[str, str]]]:
    """Return what a ChoiceField asks for: (code, words in the reader's language)."""
    return lambda: [(str(code), str(words)) for code, words in labels.items()]
