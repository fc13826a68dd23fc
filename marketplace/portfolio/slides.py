"""The portfolio as slides across 16:9: health, money as a chart that can be edited, milestones, risks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from marketplace.exports.decks import Deck
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext, present_locale
from marketplace.portfolio.paper import figures
from marketplace.portfolio.tables import between, budget, health, milestones, risks

if TYPE_CHECKING:
    from marketplace.portfolio.gathering import Portfolio
    from marketplace.portfolio.tables import Table

ROWS = 9  # of a table, and projects of a chart: more are counted
ROOM = 12.3  # inches that a table may take


def portfolio_slides(portfolio: Portfolio) -> bytes:
    """Return the deck in the present locale."""
    deck = Deck("", _("Portfolio"), portfolio.on)
    said = "　".join(f"{name} {number}" for name, number in figures(portfolio))
    _slide(deck, health(portfolio), said, rows=ROWS)
    _money(deck, portfolio)
    late = portfolio.whole.late_milestones
    words = ngettext("%(num)d milestone is overdue.", "%(num)d milestones are overdue.", late)
    _slide(deck, milestones(portfolio, reached=False), words if late else _("No milestone is overdue."))
    crossed = between(portfolio)
    if crossed.rows:
        too_late = sum(each.late_by > 0 for each in portfolio.crossings)
        words = ngettext("%(num)d comes too late.", "%(num)d come too late.", too_late)
        _slide(deck, crossed, words if too_late else _("All comes in time."))
    pressing = risks(portfolio)
    if pressing.rows:
        _slide(deck, pressing, _("The largest open risks of all projects, by probability × impact."))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _slide(deck: Deck, table: Table, message: str, *, rows: int = ROWS) -> None:
    deck.slide(table.heading, message)
    whole = sum(width for _name, width, _number in table.columns)
    widths = [ROOM * width / whole for _name, width, _number in table.columns]
    tones = {
        (at, place): cell.colours[0].value
        for at, row in enumerate(table.rows[:rows])
        for place, cell in enumerate(row)
        if len(cell.colours) == 1 and cell.colours[0]
    }
    shown = [[cell.marked() for cell in row] for row in table.rows[:rows]]
    deck.table([name for name, _width, _number in table.columns], shown, widths, left=0.5, tones=tones)
    left = len(table.rows) - rows
    if left > 0:
        deck.note(ngettext("… and %(num)d more", "… and %(num)d more", left))


def _money(deck: Deck, portfolio: Portfolio) -> None:
    """Hold budgets against what is expected, of the projects that have both."""
    both = [each for each in portfolio.costed if each.budget and each.expected_cost is not None]
    if not both:
        return
    table, whole = budget(portfolio), portfolio.whole
    over = sum((each.expected_cost or 0) > (each.budget or 0) for each in both)
    words = ngettext(
        "%(num)d project of %(all)s is expected above its budget.",
        "%(num)d projects of %(all)s are expected above their budgets.",
        over,
        all=whole.costed,
    )
    deck.slide(table.heading, words if over else _("All projects are expected within their budgets."))
    form = '#,##0,,"百万円"' if present_locale() == "ja" else '"¥"#,##0,,"M"'
    names = [each.project.name for each in both[:ROWS]]
    series = {
        _("Budget"): [each.budget for each in both[:ROWS]],
        _("Expected at completion"): [each.expected_cost for each in both[:ROWS]],
    }
    deck.columns("", names, series, form=form, at=(0.5, 12.3))
    if len(both) > ROWS:
        deck.note(ngettext("… and %(num)d more", "… and %(num)d more", len(both) - ROWS))
