"""Results and sources of look-ups in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.registrations.states import Result, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULT: Mapping[Result, str] = {
    Result.REGISTERED: _("Registered as an issuer"),
    Result.REVOKED: _("Revoked or expired"),
    Result.NOT_FOUND: _("No registration found"),
}
SOURCE: Mapping[Source, str] = {
    Source.SITE: _("The National Tax Agency's public site"),
    Source.DATA: _("The National Tax Agency's data, downloaded"),
    Source.NOTICE: _("Notice of registration, shown by the person"),
}
