"""A status report as slides: four to six, across 16:9, each with its title and one message; charts stay editable."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from marketplace.exports.decks import Deck
from marketplace.exports.summary import top_rows
from marketplace.exports.wording import RAG_MARK, facts_of_value, line_of, signed_days, who_of
from marketplace.formats import date_short, days_between
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext, present_locale
from marketplace.tracker.labels import DIMENSION, RAG
from marketplace.tracker.numbers.evm import Measure
from marketplace.tracker.states import Rag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.exports.told import Told

ROWS = 8  # of a table: more are counted
DRAWN = 6  # milestones of the trend
MINUTES = 60


def slides_pptx(report: Told) -> bytes:
    """Return the deck in the present locale."""
    deck = Deck(report.project, _("Status report no. %(number)s", number=report.number), report.on)
    _overview(deck, report)
    _history(deck, report)
    if report.value is not None and report.curve:
        _curves(deck, report)
    if report.trends:
        _trend(deck, report)
    _pressing(deck, report)
    _ahead(deck, report)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _overview(deck: Deck, report: Told) -> None:
    said = [
        f"{RAG[rag]}: " + ", ".join(each.name for each in report.ratings if each.rag is rag)
        for rag in (Rag.RED, Rag.AMBER)
        if any(each.rag is rag for each in report.ratings)
    ]
    message = "　".join(said) or _("Everything is green.")
    deck.slide(report.project + ": " + _("How it stands"), message)
    rows = [[each.name, f"{RAG_MARK[each.rag]} {RAG[each.rag]}", each.why] for each in report.ratings]
    tones = {(at, 1): each.rag.value for at, each in enumerate(report.ratings)}
    deck.table([_("Dimension"), _("Colour"), _("Why")], rows, (1.5, 1.2, 4.6), left=0.5, tones=tones)
    deck.words(
        [(_("Summary"), report.words["summary"]), (days_between(report.first_day, report.due_on), who_of(report))],
        left=8.2,
        width=4.6,
    )


def _history(deck: Deck, report: Told) -> None:
    late = [each for each in report.milestones if not each.actual_on and each.slip > 0]
    open_ones = [each for each in report.milestones if not each.actual_on]
    message = _("%(late)s of %(open)s open milestones are behind their baseline.", late=len(late), open=len(open_ones))
    deck.slide(_("Milestones and how it has stood"), message)
    days = [f"{each.month}/{each.day}" for each in report.strip.days]
    rows = [
        [str(DIMENSION[next(each for each in DIMENSION if each.value == row.dimension)]),
         *(RAG_MARK[Rag(each)] if each else "—" for each in row.colours)]
        for row in report.strip.rows
    ]  # fmt: skip
    tones = {
        (at, place): colour
        for at, row in enumerate(report.strip.rows)
        for place, colour in enumerate(row.colours, 1)
        if colour
    }
    if days:
        deck.table([_("Dimension"), *days], rows, (1.5, *[3.85 / len(days)] * len(days)), left=0.5, tones=tones)
    reached = [
        [each.code, each.name, date_short(each.baseline_on), date_short(each.forecast_on),
         date_short(each.actual_on) if each.actual_on else signed_days(each.slip).strip() or "—"]
        for each in report.milestones
    ]  # fmt: skip
    heads = [_("No."), _("Milestone"), _("Baseline"), _("Forecast"), _("Reached, or late")]
    deck.table(heads, _cut(reached), (0.65, 2.05, 1.45, 1.45, 1.05), left=6.15)


def _curves(deck: Deck, report: Told) -> None:
    value = report.value
    if value is None:
        return
    facts = facts_of_value(value)
    deck.slide(_("Earned value"), line_of(value))
    yen = value.measure == Measure.YEN
    form = ('#,##0,"千円"' if present_locale() == "ja" else '"¥"#,##0,"k"') if yen else '#,##0"h"'
    unit = 1 if yen else MINUTES

    def said(amount: int | None) -> float | None:
        return None if amount is None else amount if yen else amount / unit

    points = report.curve
    lines = {name: [said(getattr(each, name.lower())) for each in points] for name in ("PV", "EV", "AC")}
    deck.lines(_("S-curve"), [each.on for each in points], lines, form=form, at=(0.5, 7.4), dashed=("PV",))
    if report.grown:
        grown = {
            _("Scope"): [said(each.scope) for each in report.grown],
            _("Done"): [said(each.done) for each in report.grown],
        }
        deck.lines(
            _("Burn-up"),
            [each.on for each in report.grown],
            grown,
            form=form,
            at=(8.1, 4.8),
            dashed=(_("Scope"),),
        )
    deck.note("　".join(f"{name} {facts[name]}" for name in ("SPI", "CPI", "EAC", "ETC", "VAC")))


def _trend(deck: Deck, report: Told) -> None:
    trends = sorted(report.trends, key=lambda each: each.points[-1].forecast_on)[:DRAWN]
    later = sum(each.points[-1].forecast_on > each.points[0].forecast_on for each in report.trends)
    message = ngettext(
        "%(num)d milestone is expected later than at first.",
        "%(num)d milestones are expected later than at first.",
        later,
    )
    deck.slide(_("Milestone trend"), message)
    days = sorted({point.as_of for each in trends for point in each.points})
    lines = {
        f"{each.code} {each.name}"[:40]: _carried(days, {point.as_of: point.forecast_on for point in each.points})
        for each in trends
    }
    deck.lines("", days, lines, form="yyyy/m/d", at=(0.5, 12.3))


def _carried(days: Sequence[date], points: dict[date, date]) -> list[float | None]:
    """Return on each day what was expected last, as Excel counts days."""
    found: list[float | None] = []
    last: float | None = None
    for day in days:
        if day in points:
            last = float(points[day].toordinal() - EXCEL_DAY_0)
        found.append(last)
    return found


EXCEL_DAY_0 = 693_594  # 30 December 1899 as Python counts days


def _pressing(deck: Deck, report: Told) -> None:
    rows, total = top_rows(report)
    message = _("%(risks)s risks and %(issues)s issues are open.", risks=len(report.risks), issues=len(report.issues))
    deck.slide(_("Top risks and issues"), message)
    heads = [_("No."), _("Risk or issue"), _("Weight"), _("Owner, due")]
    kept = rows[:ROWS]
    if total > len(kept):
        kept = [*kept, ["", ngettext("… and %(num)d more", "… and %(num)d more", total - len(kept)), "", ""]]
    if kept:
        deck.table(heads, kept, (0.9, 7.4, 1.8, 2.2), left=0.5)


def _ahead(deck: Deck, report: Told) -> None:
    asked = [
        each
        for each in (report.words["decisions_asked"], *(f"{row['code']} {row['title']}" for row in report.decisions))
        if each.strip()
    ]
    message = _("Decisions are asked for.") if asked else _("No decision is asked for.")
    deck.slide(_("Until the next report"), message)
    parts = [(_("Until the next report"), report.words["next_period"] or _("Nothing was written."))]
    deck.words(parts, left=0.5, width=6.0)
    parts = [(_("Decisions asked for"), "\n".join(asked) or "—")]
    if report.words["help_needed"].strip():
        parts.append((_("Help needed"), report.words["help_needed"]))
    deck.words(parts, left=6.8, width=6.0)


def _cut(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) <= ROWS:
        return rows
    more = len(rows) - ROWS
    return [*rows[:ROWS], ["", ngettext("… and %(num)d more", "… and %(num)d more", more), *[""] * (len(rows[0]) - 2)]]
