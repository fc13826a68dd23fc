"""The names of kinds and roles as people read them."""

from __future__ import annotations

from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.i18n import lazy_gettext as _

KINDS = {
    UserKind.CONSULTANT: _("Consultant"),
    UserKind.CLIENT: _("Client company"),
    UserKind.ADVISOR: _("Advisor"),
    UserKind.OPERATOR: _("Operator"),
}
ROLES = {CompanyRole.OWNER: _("Owner"), CompanyRole.MEMBER: _("Member")}
SIZES = {
    "small": _("up to 99 employees"),
    "medium": _("100 to 999 employees"),
    "large": _("1,000 to 9,999 employees"),
    "very_large": _("10,000 employees and more"),
}
LANGUAGES = {"ja": "日本語", "en": "English"}
