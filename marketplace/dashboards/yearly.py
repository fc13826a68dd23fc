"""A consultant's year as a CSV file: every payment that fell due in it, and the sums of the 支払調書."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from marketplace.billing.labels import state_label
from marketplace.dashboards.earning import sums_of
from marketplace.formats import inert
from marketplace.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.dashboards.earning import Earned

MARK = "\ufeff"  # so that Excel reads UTF-8


def yearly_file(rows: Sequence[Earned]) -> bytes:
    """Return the file: amounts are plain integers in yen, the last row is their sum."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([
        _("Number"), _("Engagement"), _("Month of service"), _("Due date"), _("Paid on"), _("State"),
        _("Amount without tax"), _("Consumption tax"), _("Expenses"), _("Payment with tax"), _("Withholding tax"),
        _("Transfer"), _("Not transferred yet"),
    ])  # fmt: skip
    for each in rows:
        writer.writerow([
            each.number, inert(each.title), f"{each.month:%Y-%m}", each.due_on, each.paid_on or "",
            state_label(each.state), each.net, each.tax, each.outlays, each.total, each.withheld, each.amount,
            each.to_come,
        ])  # fmt: skip
    whole = sums_of(rows)
    writer.writerow([
        _("Sum"), "", "", "", "", "", whole.net, whole.tax, whole.outlays, whole.total, whole.withheld,
        whole.total - whole.withheld, whole.to_come,
    ])  # fmt: skip
    return (MARK + out.getvalue()).encode()
