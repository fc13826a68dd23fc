"""An edition of a status report as its papers read it: words and colours, and the boards as they stood then.

All but the two sides' names comes from what was kept when the report was handed in: a paper says tomorrow what it says
today.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from marketplace.clock import TOKYO
from marketplace.status_reports.changes import Changes
from marketplace.status_reports.colours import Facts, proposed
from marketplace.tracker.drawings import GanttRow, Trend
from marketplace.tracker.labels import DIMENSION
from marketplace.tracker.numbers.ageing import Opened, Rated, Strip, strip
from marketplace.tracker.numbers.curve import Point, Scope, burn_up
from marketplace.tracker.numbers.evm import EarnedValue, Measure
from marketplace.tracker.numbers.trend import Forecast
from marketplace.tracker.states import Dimension, Rag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from marketplace.status_reports.models import Edition, StatusReport


@dataclass(frozen=True, slots=True)
class Rating:
    """One dimension: its colour, the word that overrules the proposal (or nothing), and what the boards say."""

    name: str
    rag: Rag
    word: str
    reason: str
    proposed: Rag

    @property
    def why(self) -> str:
        """Return why it has its colour, in one text."""
        return f"{self.word}　{self.reason}" if self.word else self.reason


@dataclass(frozen=True, slots=True)
class Passed:
    """A milestone as it stood."""

    code: str
    name: str
    owner: str
    baseline_on: date | None
    forecast_on: date | None
    actual_on: date | None
    points: tuple[Forecast, ...] = ()

    @property
    def day(self) -> date | None:
        """Return where it stands on a time line."""
        return self.actual_on or self.forecast_on or self.baseline_on

    @property
    def slip(self) -> int:
        """Return how many days it is later than agreed; below 0 it is earlier."""
        day = self.actual_on or self.forecast_on
        return (day - self.baseline_on).days if day and self.baseline_on else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that an edition tells."""

    project: str
    client: str
    pmo: str
    number: int
    edition: int
    first_day: date
    due_on: date
    on: date  # handed in
    sha256: str
    words: Mapping[str, str]
    sections: tuple[tuple[str, str], ...]
    ratings: tuple[Rating, ...]
    changes: Changes
    milestones: tuple[Passed, ...] = ()
    risks: tuple[Mapping[str, Any], ...] = ()
    issues: tuple[Mapping[str, Any], ...] = ()
    decisions: tuple[Mapping[str, Any], ...] = ()
    work: tuple[GanttRow, ...] = ()
    value: EarnedValue | None = None
    curve: tuple[Point, ...] = ()
    grown: tuple[Scope, ...] = ()  # the burn-up
    strip: Strip = field(default_factory=Strip)

    @property
    def measure(self) -> Measure:
        """Return what amounts are measured in."""
        return self.value.measure if self.value else Measure.YEN

    @property
    def trends(self) -> list[Trend]:
        """Return the open milestones of which a report has said when they are expected."""
        return [
            Trend(each.code, each.name, each.points) for each in self.milestones if each.points and not each.actual_on
        ]

    @property
    def opened(self) -> list[Opened]:
        """Return the open issues as their ages are counted."""
        return [Opened(date.fromisoformat(each["raised_on"]), each["severity"]) for each in self.issues]

    @property
    def worst(self) -> Rag:
        """Return the worst colour."""
        return max((each.rag for each in self.ratings), key=list(Rag).index, default=Rag.GREEN)


def told(
    report: StatusReport,
    edition: Edition,
    boards: Mapping[str, Any] | None,
    history: Iterable[tuple[StatusReport, Edition]],
) -> Told:
    """Return what an edition tells in the present locale.

    `boards` is what was kept with it (None: handed in before that was kept), `history` the newest edition of each
    report up to this one, in any order.
    """
    content, kept = edition.content, boards or {}
    application = report.project.contract.application
    past = sorted(history, key=lambda pair: pair[0].due_on)
    return Told(
        project=content["project"], client=application.engagement.company.name, pmo=application.consultant.user.name,
        number=report.number, edition=edition.number, first_day=report.first_day, due_on=report.due_on,
        on=edition.submitted_at.astimezone(TOKYO).date(), sha256=edition.sha256, words=content["words"],
        sections=tuple((each["heading"], each["body"]) for each in content["sections"] if each["body"].strip()),
        ratings=tuple(_ratings(content)), changes=Changes.read(content["changes"]),
        milestones=tuple(_milestone(each) for each in kept.get("milestones", ())),
        risks=tuple(kept.get("risks", ())), issues=tuple(kept.get("issues", ())),
        decisions=tuple(kept.get("decisions", ())), work=tuple(_work(each) for each in kept.get("work", ())),
        value=_value(kept.get("value")), curve=tuple(_point(each) for each in kept.get("curve", ())),
        grown=_grown(past, edition), strip=_strip(past, content["ratings"]),
    )  # fmt: skip


def _ratings(content: Mapping[str, Any]) -> Iterable[Rating]:
    facts = Facts(**content["facts"])
    for dimension, name in DIMENSION.items():
        kept = content["ratings"].get(dimension.value)
        if kept:
            reason = proposed(Dimension(dimension), facts).reason
            yield Rating(str(name), Rag(kept["rag"]), kept["word"], reason, Rag(kept.get("proposed", kept["rag"])))


def _milestone(kept: Mapping[str, Any]) -> Passed:
    baseline, forecast, actual = (_day(kept[name]) for name in ("baseline_on", "forecast_on", "actual_on"))
    points = tuple(Forecast(date.fromisoformat(a), date.fromisoformat(b)) for a, b in kept["points"])
    return Passed(kept["code"], kept["name"], kept["owner"], baseline, forecast, actual, points)


def _work(kept: Mapping[str, Any]) -> GanttRow:
    values: dict[str, Any] = {name: _day(each) if name.endswith("_on") else each for name, each in kept.items()}
    return GanttRow(**values)


def _value(kept: Mapping[str, Any] | None) -> EarnedValue | None:
    if not kept or not kept["bac"]:
        return None
    return EarnedValue(**{**kept, "measure": Measure(kept["measure"])})


def _point(kept: Sequence[Any]) -> Point:
    return Point(date.fromisoformat(kept[0]), *kept[1:])


def _grown(past: Sequence[tuple[StatusReport, Edition]], edition: Edition) -> tuple[Scope, ...]:
    """Return what there was to do and what was done of it, by the values that the reports kept."""
    now = edition.content.get("value")
    values = [each.content.get("value") for _report, each in past]
    same = [each for each in values if now and each and each["measure"] == now["measure"] and each["bac"]]
    known = [Scope(date.fromisoformat(each["on"]), each["bac"], each["ev"]) for each in same]
    return burn_up(known, date.fromisoformat(now["on"])) if now else ()


def _strip(past: Sequence[tuple[StatusReport, Edition]], ratings: Mapping[str, Any]) -> Strip:
    rated = [
        Rated(report.due_on, {name: each["rag"] for name, each in edition.content["ratings"].items()})
        for report, edition in past
    ]
    return strip(rated, [each.value for each in DIMENSION if each.value in ratings], most=10)


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
