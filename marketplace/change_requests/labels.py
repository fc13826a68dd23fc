"""The parts of a role charter in words."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _

PART = {
    "does": _("What the PMO does"),
    "decides": _("What the PMO decides itself"),
    "escalates": _("What the PMO escalates, and to whom"),
}
