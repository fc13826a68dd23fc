"""A status report on one page, A4 across: how it stands and why, milestones on a time line, what presses, what next."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.exports.pictures import small_curve
from marketplace.exports.wording import RAG_MARK, facts_of_value, head_of, line_of, ratio, signed_days
from marketplace.formats import date_short
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.pdf import set_pdf
from marketplace.tracker.labels import RAG, SEVERITY
from marketplace.tracker.scales import date_ticks
from marketplace.tracker.states import Rag, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from marketplace.exports.told import Passed, Told

TEMPLATE = Path(__file__).with_name("summary.typ")
DRAWN, PASSED = 9, 3  # milestones on the line, and how many of them may be reached ones
LABEL = 38 / 275  # of the line's length: how wide a milestone's name stands there
LANES = 4  # two above the line, two below
LISTED = 7  # risks and issues; the page shows as many as it has room for
LATE, RED_SCORE = 10, 15  # days behind the baseline that are red, and a risk's score


def summary_pdf(report: Told) -> bytes:
    """Set the one page."""
    return set_pdf(TEMPLATE, summary_data(report))


def summary_data(report: Told) -> dict[str, Any]:
    """Return what the page says, all of it words in the present locale."""
    return {
        **head_of(report),
        "mark": f"SHA-256 {report.sha256[:16]}",
        "ratings": {
            "heading": _("How it stands"), "columns": [_("Dimension"), _("Colour"), _("Why")],
            "rows": [
                {"name": each.name, "rag": each.rag.value, "mark": RAG_MARK[each.rag], "rag-word": str(RAG[each.rag]),
                 "why": each.why}
                for each in report.ratings
            ],
        },
        "summary": {"heading": _("Summary"), "body": report.words["summary"]},
        "curve": _curve(report), "line": time_line(report), "trouble": _trouble(report),
        "asked": {"heading": _("Decisions asked for"), "parts": _asked(report)},
        "next": {"heading": _("Until the next report"), "parts": [
            {"label": "", "words": report.words["next_period"] or _("Nothing was written.")}]},
    }  # fmt: skip


def _asked(report: Told) -> list[dict[str, str]]:
    words = [report.words["decisions_asked"], *(f"{each['code']} {each['title']}" for each in report.decisions)]
    asked = "\n".join(each for each in words if each.strip())
    parts = [{"label": "", "words": asked or _("No decision is asked for.")}]
    if report.words["help_needed"].strip():
        parts.append({"label": _("Help needed"), "words": report.words["help_needed"]})
    return parts


def _curve(report: Told) -> dict[str, str] | None:
    svg = small_curve(report)
    if svg is None or report.value is None:
        return None
    facts, spi, cpi = facts_of_value(report.value), ratio(report.value.spi), ratio(report.value.cpi)
    return {
        "heading": _("S-curve"), "svg": svg, "alt": line_of(report.value),
        "words": f"SPI {spi}　CPI {cpi}　EAC {facts['EAC']}　VAC {facts['VAC']}",
    }  # fmt: skip


def time_line(report: Told) -> dict[str, Any]:
    """Return the milestones as places on a line: shares of its length, each label in a lane where it is free."""
    dated = sorted((each for each in report.milestones if each.day), key=lambda each: (each.day, each.code))
    reached = [each for each in dated if each.actual_on][-PASSED:]
    coming = [each for each in dated if not each.actual_on][: DRAWN - len(reached)]
    shown = [each for each in dated if each in reached or each in coming]
    empty = {"heading": _("Milestones"), "none": _("No milestone has a date yet."), "marks": []}
    if not shown:
        return empty
    days = [day for each in shown for day in (each.day, each.baseline_on) if day] + [report.on]
    first, last = min(days) - timedelta(days=7), max(days) + timedelta(days=14)

    def at(day: date) -> float:
        return (day - first).days / (last - first).days

    marks, free = [], [0.0] * LANES
    for each in shown:
        day = each.day
        label = min(max(at(day) - LABEL / 10, 0.0), 1 - LABEL) if day else 0.0
        lane = next((n for n in range(LANES) if free[n] <= label), None)
        if lane is None or day is None:
            continue
        free[lane] = label + LABEL
        marks.append({
            "at": at(day), "base": at(each.baseline_on) if each.baseline_on else None, "label": label, "lane": lane,
            "name": f"{each.code} {each.name}", "words": _day_words(each), "done": each.actual_on is not None,
            "tone": _tone(each, report.on),
        })  # fmt: skip
    left = len(report.milestones) - len(marks)
    ticks = date_ticks(first, last, 14)
    return empty | {
        "marks": marks, "ticks": [{"at": at(_from(each.at, first)), "words": each.words} for each in ticks],
        "today": {"at": at(report.on)},
        "key": _("◆ expected　◇ baseline　● reached　│ day of the report"),
        "more": ngettext("and %(num)d milestone more", "and %(num)d milestones more", left) if left else "",
    }  # fmt: skip


def _from(ordinal: int, near: date) -> date:
    return near + timedelta(days=ordinal - near.toordinal())


def _day_words(each: Passed) -> str:
    day = date_short(each.day)
    if each.actual_on:
        return _("reached %(day)s", day=day) + signed_days(each.slip)
    return f"{day}{signed_days(each.slip)}"


def _tone(each: Passed, on: date) -> str:
    if each.actual_on:
        return ""
    if each.slip > LATE or (each.day and each.day < on):
        return Rag.RED.value
    return Rag.AMBER.value if each.slip > 0 else ""


def top_rows(report: Told) -> tuple[list[list[str]], int]:
    """Return open risks and issues together, the gravest first, and how many there are."""
    risks = [(_weight_of_risk(each), _risk(each)) for each in report.risks]
    issues = [(_weight_of_issue(each), _issue(each)) for each in report.issues]
    rows = [row for _weight, row in sorted([*issues, *risks], key=lambda pair: -pair[0])]
    return rows, len(rows)


def _trouble(report: Told) -> dict[str, Any]:
    rows, total = top_rows(report)
    return {
        "heading": _("Top risks and issues"), "total": total, "rows": rows[:LISTED],
        "columns": [_("No."), _("Risk or issue"), _("Weight"), _("Owner, due")],
        "more": [ngettext("… and %(num)d more", "… and %(num)d more", count) for count in range(1, total + 1)],
        "none": _("No risk and no issue is open."),
    }  # fmt: skip


def _weight_of_risk(row: Mapping[str, Any]) -> int:
    return 4 * int(row["probability"]) * int(row["impact"])


def _weight_of_issue(row: Mapping[str, Any]) -> int:
    return {Severity.HIGH: 4 * RED_SCORE + 1, Severity.MEDIUM: 35, Severity.LOW: 10}[Severity(row["severity"])]


def _risk(row: Mapping[str, Any]) -> list[str]:
    score = int(row["probability"]) * int(row["impact"])
    return [row["code"], row["title"], _("Risk %(score)s/25", score=score), _whom(row)]


def _issue(row: Mapping[str, Any]) -> list[str]:
    severity = str(SEVERITY[Severity(row["severity"])])
    return [row["code"], row["title"], _("Issue, %(severity)s", severity=severity), _whom(row)]


def _whom(row: Mapping[str, Any]) -> str:
    day = row["due_on"][5:].replace("-", "/").lstrip("0") if row["due_on"] else ""
    return " ".join(each for each in (row["owner"], day) if each) or "—"
