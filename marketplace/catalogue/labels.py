"""The kinds of concepts in words."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _

KIND = {
    "skill": _("Skill"),
    "tool": _("Tool"),
    "certification": _("Qualification"),
    "industry": _("Industry"),
    "type": _("PMO type"),
    "function": _("PMO function"),
    "phase": _("Phase"),
}
