"""What a line becomes, in words."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _
from marketplace.minutes.lines import Kind

KIND = {Kind.DECISION: _("Decision made"), Kind.ACTION: _("Action item")}
