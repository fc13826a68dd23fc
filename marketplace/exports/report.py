"""A status report in full: the words, what changed, the lists, and each chart with its table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.exports.pictures import on_paper
from marketplace.exports.tables import listed
from marketplace.exports.wording import RAG_MARK, facts_of_value, head_of, line_of, signed_days
from marketplace.formats import date_short
from marketplace.i18n import gettext as _
from marketplace.pdf import set_pdf
from marketplace.tracker import drawings
from marketplace.tracker.labels import DIMENSION, RAG, RESPONSE, SEVERITY
from marketplace.tracker.numbers.ageing import ageing
from marketplace.tracker.states import Rag, Response, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from marketplace.exports.told import Told
    from marketplace.status_reports.changes import Line
    from marketplace.tracker.drawings import Drawing

TEMPLATE = Path(__file__).with_name("report.typ")
PIXEL = 0.25  # millimetres of a chart's pixel: its letters come out at 9 points
_WIDTH = re.compile(r'width="([\d.]+)')


def report_pdf(report: Told) -> bytes:
    """Set the whole report."""
    return set_pdf(TEMPLATE, report_data(report))


def report_data(report: Told) -> dict[str, Any]:
    """Return what the paper says, all of it words in the present locale."""
    return {
        **head_of(report),
        "mark": f"SHA-256 {report.sha256}",
        "ratings": {
            "heading": _("How it stands"), "columns": [_("Dimension"), _("Colour"), _("Why")],
            "rows": [_mark(each.rag) | {"name": each.name, "why": _why(each)} for each in report.ratings],
        },
        "strip": _strip(report), "parts": list(_parts(report)), "lists": list(_lists(report)),
        "charts": list(_charts(report)),
    }  # fmt: skip


def _mark(rag: Rag) -> dict[str, str]:
    return {"rag": rag.value, "mark": RAG_MARK[rag], "rag-word": str(RAG[rag])}


def _why(rating: Any) -> str:  # noqa: ANN401 - told.Rating
    if rating.rag is rating.proposed:
        return str(rating.why)
    proposed = _("(the boards propose: %(rag)s)", rag=RAG[rating.proposed])
    return f"{rating.why} {proposed}"


def _strip(report: Told) -> dict[str, Any] | None:
    if len(report.strip.days) < 2:  # noqa: PLR2004 - a history has two points at least
        return None
    return {
        "heading": _("How it has stood"), "corner": _("Dimension"),
        "days": [f"{day.month}/{day.day}" for day in report.strip.days],
        "rows": [
            {"name": str(DIMENSION[next(each for each in DIMENSION if each.value == row.dimension)]),
             "marks": [_mark(Rag(each)) if each else None for each in row.colours]}
            for row in report.strip.rows
        ],
    }  # fmt: skip


def _parts(report: Told) -> Iterable[dict[str, str]]:
    yield {"heading": _("Summary"), "words": report.words["summary"]}
    yield from ({"heading": heading, "words": body} for heading, body in report.sections)
    headings = {
        "decisions_asked": _("Decisions asked for"), "help_needed": _("Help needed"),
        "next_period": _("Until the next report"),
    }  # fmt: skip
    yield from (
        {"heading": heading, "words": report.words[name]}
        for name, heading in headings.items()
        if report.words[name].strip()
    )


def _lists(report: Told) -> Iterable[dict[str, Any]]:
    changed = [
        listed(heading, [(_("No."), 14), (_("What"), 0), (_("Person in charge"), 26), (_("When"), 40)],
               [[each.code, each.title, each.owner, _when(each, kind)] for each in lines])
        for heading, kind, lines in (
            (_("Red now"), "red", report.changes.red), (_("Newly red"), "", report.changes.new_red),
            (_("Slipped"), "slipped", report.changes.slipped), (_("Done"), "", report.changes.done),
            (_("Decided"), "", report.changes.decided), (_("Overdue actions"), "", report.changes.overdue),
        )
        if lines
    ]  # fmt: skip
    if changed:
        yield {"heading": _("What has changed since the last report"), "sub": changed}
    days = ((_("Baseline"), 26), (_("Forecast"), 26), (_("Reached on"), 34))
    yield listed(_("Milestones"), [(_("No."), 14), (_("Milestone"), 0), *days], [
        [each.code, each.name, date_short(each.baseline_on), date_short(each.forecast_on),
         f"{date_short(each.actual_on) if each.actual_on else ''}{signed_days(each.slip)}".strip() or "—"]
        for each in report.milestones
    ], none=_("No milestone yet."))  # fmt: skip
    yield listed(
        _("Open risks"), [(_("No."), 14), (_("Risk"), 40), ("P×I", -14), (_("Measure"), 0), (_("Owner, due"), 30)],
        [_risk(each) for each in report.risks], none=_("No risk is open."))  # fmt: skip
    yield listed(
        _("Open issues"),
        [(_("No."), 14), (_("Issue"), 40), (_("Severity"), 16), (_("What is done"), 0), (_("Owner, due"), 30)],
        [_issue(each) for each in report.issues], none=_("No issue is open."))  # fmt: skip
    if report.decisions:
        yield listed(
            _("Decisions still to be taken"), [(_("No."), 14), (_("Decision"), 0), (_("Needed by"), 30)],
            [[each["code"], each["title"], _iso(each["due_on"])] for each in report.decisions])  # fmt: skip


def _when(line: Line, kind: str) -> str:
    if kind == "red":
        return _("red since %(day)s", day=_iso(line.was))
    return f"{_iso(line.was)} → {_iso(line.day)}" if kind == "slipped" else _iso(line.day)


def _iso(day: str | None) -> str:
    return day.replace("-", "/") if day else "—"


def _risk(row: Mapping[str, Any]) -> list[str]:
    score = int(row["probability"]) * int(row["impact"])
    measure = ": ".join(each for each in (str(RESPONSE[Response(row["response"])]), row["measure"]) if each)
    return [row["code"], row["title"], f"{row['probability']}×{row['impact']}={score}", measure, _whom(row)]


def _issue(row: Mapping[str, Any]) -> list[str]:
    return [row["code"], row["title"], str(SEVERITY[Severity(row["severity"])]), row["measure"], _whom(row)]


def _whom(row: Mapping[str, Any]) -> str:
    return "\n".join(each for each in (row["owner"], _iso(row["due_on"])) if each and each != "—") or "—"


def _charts(report: Told) -> Iterable[dict[str, Any]]:
    kinds = [each.value for each in SEVERITY]
    ages = ageing(report.opened, report.on, kinds)
    value = report.value
    if value is not None:
        rows = [[name, said] for name, said in facts_of_value(value).items()]
        columns = [(_("Measure of EVM"), 40), (_("Amount"), -40)]
        yield {
            "heading": _("Earned value"), "words": line_of(value), "svg": None, "alt": "", "legend": [], "note": "",
            "width": 0, "table": listed("", columns, rows),
        }  # fmt: skip
        yield from _drawn(drawings.s_curve(report.curve, value.measure, report.on))
        yield from _drawn(drawings.burn_up(report.grown, value.measure))
    yield from _drawn(drawings.milestone_trend(report.trends, report.on))
    if report.issues:
        yield from _drawn(drawings.ageing(ages, [str(each) for each in SEVERITY.values()]))
    yield from _drawn(drawings.gantt(report.work, report.on))


def _drawn(drawing: Drawing | None) -> Iterable[dict[str, Any]]:
    if drawing is None:
        return
    svg = on_paper(drawing.drawn[0])
    found = _WIDTH.search(svg)
    columns = [
        (each[0], -31) if isinstance(each, tuple) else (each, 0 if place == 0 else 22)
        for place, each in enumerate(drawing.columns)
    ]
    yield {
        "heading": drawing.title, "words": drawing.alt, "svg": svg, "alt": drawing.alt, "legend": list(drawing.series),
        "note": drawing.note, "width": float(found[1]) * PIXEL if found else 174,
        "table": listed("", columns, [list(row) for row in drawing.rows]),
    }  # fmt: skip
