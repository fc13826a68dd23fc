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

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(agent: str) -> str:
    """Return what people call a browser: "Chrome / Windows"; an order that no two names confuse."""
    found = [next((name for mark, name in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return " / ".join(name for name in found if name) or str(_("unknown"))
