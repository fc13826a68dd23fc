"""Documents for a tax officer: every file found, and an index of day, number, counterparty and sums (R40)."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

from marketplace.billing.document import document_name, document_pdf
from marketplace.billing.labels import state_label
from marketplace.billing.queries import PAGE, invoices_for, payment_notices_for, with_report
from marketplace.formats import inert
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.accounts.models import User
    from marketplace.billing.models import Invoice, PaymentNotice
    from marketplace.billing.queries import Wanted

HEADER = (
    _("Day of issue"), _("Number"), _("Who supplies"), _("Who pays"), _("Amount without tax"), _("Consumption tax"),
    _("Total with tax"), _("Due date"), _("State"), _("File"),
)  # fmt: skip


def archive(user: User, wanted: Wanted) -> bytes:
    """Return a ZIP of every PDF found and index.csv (UTF-8 with a mark, so that Excel reads it), in the locale."""
    kept, index = io.BytesIO(), io.StringIO()
    rows = csv.writer(index)
    rows.writerow(HEADER)
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as files:
        for document in every_document(user, wanted):
            name = document_name(document)
            files.writestr(name, document_pdf(document))
            sums = (document.net, document.tax, document.total)
            words = (document.number, document.from_name, document.to_name)
            state = state_label(document.state)
            rows.writerow([document.issued_on, *map(inert, words), *sums, document.due_on, state, name])
        files.writestr("index.csv", "\ufeff" + index.getvalue())
    return kept.getvalue()


def every_document(user: User, wanted: Wanted) -> Iterator[Invoice | PaymentNotice]:
    """Yield each invoice, then each payment notice, that a search finds, with its report."""
    for found_for in (invoices_for, payment_notices_for):
        page = 1
        while True:
            rows, total = found_for(user, wanted, page=page)
            for row in rows:
                yield with_report(row)
            if page * PAGE >= total:
                break
            page += 1
