"""What programs are given beside the rows of boards: projects, reports handed in, earned value, the portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplace.api.fields import (
    CHANGED,
    DAY,
    ID,
    MOMENT,
    TEXT,
    WHOLE,
    Field,
    Fields,
    Schema,
    moment,
    one_of,
    or_none,
)
from marketplace.tracker.numbers.evm import Measure
from marketplace.tracker.states import Cadence, Dimension, PmoType, ProjectState, Rag

if TYPE_CHECKING:
    from datetime import date, datetime

    from marketplace.portfolio.standing import Counts, Standing
    from marketplace.status_reports.models import Edition
    from marketplace.tracker.models import Project
    from marketplace.tracker.numbers.evm import EarnedValue

COLOUR = or_none(one_of(Rag))
INDEX: Schema = {"type": ["number", "null"], "examples": [0.95]}
NUMBERS: dict[str, str] = {
    "bac": "Budget at completion", "pv": "Planned value", "ev": "Earned value", "ac": "Actual cost",
    "sv": "Schedule variance, EV - PV", "cv": "Cost variance, EV - AC", "eac": "Estimate at completion, BAC / CPI",
    "etc": "Estimate to complete, EAC - AC", "vac": "Variance at completion, BAC - EAC",
}  # fmt: skip
INDICES = {"spi": "Schedule performance index, EV / PV", "cpi": "Cost performance index, EV / AC",
           "tcpi": "To-complete performance index, (BAC - EV) / (BAC - AC)"}  # fmt: skip
WORDS = {"summary": "How it stands", "next_period": "What comes next", "help_needed": "Which help is needed",
         "decisions_asked": "Which decisions are asked for"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A project and when something of it last changed."""

    project: Project
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Value:
    """Earned value of a project on a day."""

    on: date
    value: EarnedValue


@dataclass(frozen=True, slots=True)
class Line:
    """One project of the portfolio; without a value where it has no work items."""

    standing: Standing
    value: EarnedValue | None


def _p(name: str, schema: Schema, about: str = "", attribute: str = "") -> Field:
    key = attribute or name
    return Field(name, schema, lambda shown: getattr(shown.project, key), about)


def _at(name: str) -> Field:
    def read(shown: Any) -> str | None:  # noqa: ANN401 - a Shown
        at = getattr(shown.project, name)
        return at.isoformat() if at else None

    return Field(name, or_none(MOMENT), read)


def _weekday(shown: Any) -> int:  # noqa: ANN401 - a Shown
    return int(shown.project.weekday) + 1


PROJECT: Fields = (
    Field("id", ID, lambda shown: str(shown.project.id)),
    _p("name", TEXT),
    _p("state", one_of(ProjectState)),
    _p("pmo_type", one_of(PmoType)),
    _p("cadence", one_of(Cadence), "How often it reports."),
    Field("report_weekday", {**WHOLE, "minimum": 1, "maximum": 5}, _weekday, "1 is Monday."),
    _p("dimensions", {"type": "array", "items": one_of(Dimension)}, "What is rated in its reports."),
    _p("budget_yen", or_none(WHOLE), "The project's own, never the PMO's fee.", "budget"),
    _p("baseline_on", or_none(DAY), "When the plan was agreed."),
    _at("created_at"),
    _at("started_at"),
    _at("closed_at"),
    CHANGED,
)


def _rating(name: str, each: dict[str, str]) -> dict[str, Any]:
    return {"dimension": name, "colour": each["rag"], "proposed": each.get("proposed") or None,
            "words": each.get("word", "")}  # fmt: skip


def _ratings(edition: Edition) -> list[dict[str, Any]]:
    return [_rating(name, each) for name, each in edition.content["ratings"].items() if each.get("rag")]


def _strict(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


_RATING = _strict({"dimension": one_of(Dimension), "colour": one_of(Rag), "proposed": COLOUR, "words": TEXT})
_VALUE = _strict({"measure": one_of(Measure), "on": DAY, "ev": WHOLE, "ac": WHOLE, "bac": WHOLE})


def _content(name: str, schema: Schema, about: str = "") -> Field:
    return Field(name, schema, lambda edition: edition.content[name], about)


def _word(name: str, about: str) -> Field:
    return Field(name, TEXT, lambda edition: edition.content["words"].get(name, ""), about)


REPORT: Fields = (
    Field("id", ID, lambda edition: str(edition.id)),
    _content("number", WHOLE, "The report's number in its project."),
    Field("edition", WHOLE, lambda edition: edition.number, "1, or more where it was handed in again."),
    _content("first_day", DAY, "The period's first day."),
    _content("due_on", DAY, "The period's last day, when it was due."),
    moment("submitted_at"),
    Field("changed_at", MOMENT, lambda edition: edition.submitted_at.isoformat(), CHANGED.about),
    Field("ratings", {"type": "array", "items": _RATING}, _ratings, "Colours, and those the boards proposed."),
    *(_word(name, about) for name, about in WORDS.items()),
    Field("sections", {"type": "array", "items": _strict({"heading": TEXT, "body": TEXT})},
          lambda edition: [{"heading": each["heading"], "body": each["body"]} for each in edition.content["sections"]]),
    Field("value", {**_VALUE, "type": ["object", "null"]}, lambda edition: edition.content.get("value") or None,
          "Earned value as it was when the report was handed in."),
)  # fmt: skip


def _index(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _amount(name: str, about: str) -> Field:
    schema = WHOLE if name in {"bac", "pv", "ev", "ac", "sv", "cv"} else or_none(WHOLE)
    return Field(name, schema, lambda kept: getattr(kept.value, name), about)


def _ratio(name: str, about: str) -> Field:
    return Field(name, INDEX, lambda kept: _index(getattr(kept.value, name)), about)


EVM: Fields = (
    Field("as_of", DAY, lambda kept: kept.on, "Today, in Japan."),
    Field("measure", one_of(Measure), lambda kept: kept.value.measure, "What the amounts are counted in."),
    *(_amount(name, about) for name, about in NUMBERS.items()),
    *(_ratio(name, about) for name, about in INDICES.items()),
    Field("unplanned", WHOLE, lambda kept: kept.value.unplanned, "Lines without a baseline: in AC alone."),
)


def _s(name: str, schema: Schema, attribute: str = "") -> Field:
    key = attribute or name
    return Field(name, schema, lambda line: getattr(line.standing, key))


def _colour(dimension: Dimension) -> Field:
    def read(line: Line) -> Rag | None:
        last = line.standing.last
        return last.ratings.get(dimension.value) if last else None

    return Field(dimension.value, COLOUR, read)


def _count(name: str) -> Field:
    def read(line: Line) -> int:
        counts: Counts = line.standing.counts
        return int(getattr(counts, name))

    return Field(name, WHOLE, read)


def _of_value(name: str, schema: Schema) -> Field:
    def read(line: Line) -> Any:  # noqa: ANN401 - JSON
        found = getattr(line.value, name) if line.value else None
        return _index(found) if isinstance(found, Decimal) else found

    return Field(name, or_none(schema) if schema is not INDEX else INDEX, read)


PORTFOLIO: Fields = (
    Field("id", ID, lambda line: str(line.standing.project.id)),
    Field("name", TEXT, lambda line: line.standing.project.name),
    _s("company", TEXT),
    Field("state", one_of(ProjectState), lambda line: line.standing.project.state),
    Field("pmo_type", one_of(PmoType), lambda line: line.standing.project.pmo_type),
    _s("overall", COLOUR),
    *(_colour(each) for each in Dimension),
    Field("last_report_on", or_none(DAY), lambda line: line.standing.last.due_on if line.standing.last else None),
    _s("report_late_since", or_none(DAY), "late_since"),
    *(_of_value(name, INDEX) for name in ("spi", "cpi")),
    _of_value("measure", one_of(Measure)),
    *(_of_value(name, WHOLE) for name in ("bac", "pv", "ev", "ac")),
    Field("budget_yen", or_none(WHOLE), lambda line: line.standing.budget),
    _s("expected_cost_yen", or_none(WHOLE), "expected_cost"),
    *(_count(name) for name in ("late_work", "open_issues", "late_issues", "high_risks", "late_decisions")),
)
