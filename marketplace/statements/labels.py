"""The coded words of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.statements.states import IncomingState
from marketplace.statements.suggesting import Fit

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE: Mapping[IncomingState, str] = {
    IncomingState.OPEN: _("To be matched"),
    IncomingState.MATCHED: _("Booked"),
    IncomingState.SET_ASIDE: _("Set aside"),
}
TONE: Mapping[IncomingState, str] = {
    IncomingState.OPEN: "progress",
    IncomingState.MATCHED: "positive",
    IncomingState.SET_ASIDE: "neutral",
}
FIT: Mapping[Fit, str] = {
    Fit.EXACT_NAMED: _("The amount agrees, and so does the payer or the invoice's number"),
    Fit.SEVERAL_NAMED: _("The sum agrees, and so does the payer or an invoice's number"),
    Fit.SHORT_BY_FEE_NAMED: _("The payer or the number agrees; a transfer fee seems to have been taken off"),
    Fit.EXACT: _("The amount agrees; the payer is not known"),
    Fit.SEVERAL: _("All that this client owes; the payer is not known"),
    Fit.OVER: _("The payer or the number agrees; more was paid"),
    Fit.PART: _("The payer or the number agrees; less was paid"),
    Fit.SHORT_BY_FEE: _("Short of it by what may be a transfer fee; the payer is not known"),
}
