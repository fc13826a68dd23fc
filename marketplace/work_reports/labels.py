"""The coded words of work reports as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.contracts.sides import Side
from marketplace.i18n import lazy_gettext as _
from marketplace.work_reports.states import ExpenseKind, ReportState

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE: Mapping[ReportState, str] = {
    ReportState.DRAFT: _("Being written"),
    ReportState.SUBMITTED: _("Waiting for approval"),
    ReportState.RETURNED: _("Returned to the consultant"),
    ReportState.APPROVED: _("Approved"),
    ReportState.LOCKED: _("Approved and billed"),
}
EXPENSE: Mapping[ExpenseKind, str] = {
    ExpenseKind.TRANSPORT: _("Travel"),
    ExpenseKind.LODGING: _("Lodging"),
    ExpenseKind.COMMUNICATION: _("Communication"),
    ExpenseKind.SUPPLIES: _("Supplies"),
    ExpenseKind.OTHER: _("Other"),
}
SIDE: Mapping[Side, str] = {
    Side.ORDER: _("Price for the client"),
    Side.RECEIVED: _("Fee of the consultant"),
}
