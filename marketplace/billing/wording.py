"""What a document's lines say, in both languages: fixed when it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.contracts.labels import hours
from marketplace.formats import month_of
from marketplace.i18n import LOCALES, in_locale
from marketplace.i18n import gettext as _
from marketplace.work_reports.wording import worded

if TYPE_CHECKING:
    from marketplace.trade.settlement import Settlement
    from marketplace.work_reports.models import WorkReport


def fee_words(report: WorkReport) -> dict[str, str]:
    """Return what a month's work is called on a document, by locale."""
    words = {}
    for locale in LOCALES:
        with in_locale(locale):
            words[locale] = _(
                "PMO support “%(title)s”, %(month)s (%(hours)s hours)",
                title=report.contract.application.engagement.title,
                month=month_of(report.month),
                hours=hours(report.minutes),
            )
    return words


def calculation_words(settlement: Settlement) -> dict[str, list[list[str]]]:
    """Return how a fee came about line by line, by locale: kept, for the contract's days may change afterwards."""
    words = {}
    for locale in LOCALES:
        with in_locale(locale):
            words[locale] = [[str(what), str(value)] for what, value in worded(settlement)]
    return words


def expense_words() -> dict[str, str]:
    """Return what money laid out is called on a document, by locale."""
    words = {}
    for locale in LOCALES:
        with in_locale(locale):
            words[locale] = _("Expenses laid out, given back as spent")
    return words
