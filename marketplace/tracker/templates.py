"""With what a project begins: one template for each PMO type, in the language of whoever begins it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from marketplace.i18n import in_locale, present_locale
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.states import Cadence, Dimension, PmoType


@dataclass(frozen=True, slots=True)
class Series:
    """A meeting that comes again."""

    name: object
    cadence: Cadence
    weekday: int  # Monday is 0


@dataclass(frozen=True, slots=True)
class Template:
    """Milestones in days from the first day of the contract, the report's rhythm and headings, the meetings."""

    words: object
    cadence: Cadence
    weekday: int
    dimensions: tuple[Dimension, ...]
    sections: tuple[object, ...]
    series: tuple[Series, ...]
    milestones: tuple[tuple[object, int], ...]


_ALL = tuple(Dimension)

TEMPLATES = {
    PmoType.STRATEGIC: Template(
        words=_("Beside the executives: options, decisions, benefits and strategic risks."),
        cadence=Cadence.MONTHLY,
        weekday=3,
        dimensions=_ALL,
        sections=(_("For the executives"), _("Options and recommendation"), _("Benefits against the plan")),
        series=(
            Series(_("Steering committee"), Cadence.MONTHLY, 3),
            Series(_("Review with the sponsor"), Cadence.BIWEEKLY, 1),
        ),
        milestones=(
            (_("Charter agreed"), 14),
            (_("Portfolio assessed"), 45),
            (_("Decision on the options"), 75),
            (_("Benefits reviewed"), 150),
        ),
    ),
    PmoType.CONTROLLING: Template(
        words=_("Beside the project manager: plan, progress, issues and the people involved."),
        cadence=Cadence.WEEKLY,
        weekday=3,
        dimensions=_ALL,
        sections=(_("Progress against the plan"), _("Issues and risks"), _("Coordination")),
        series=(
            Series(_("Weekly progress meeting"), Cadence.WEEKLY, 2),
            Series(_("Issue review"), Cadence.WEEKLY, 0),
            Series(_("Steering committee"), Cadence.MONTHLY, 3),
        ),
        milestones=(
            (_("Plan agreed"), 14),
            (_("Requirements agreed"), 45),
            (_("Test begins"), 105),
            (_("Go-live decision"), 150),
            (_("Handed over"), 170),
        ),
    ),
    PmoType.SUPPORTIVE: Template(
        words=_("The project's office: meetings, minutes, lists and reports that are always right."),
        cadence=Cadence.WEEKLY,
        weekday=4,
        dimensions=(Dimension.SCHEDULE, Dimension.QUALITY, Dimension.RISK),
        sections=(_("Meetings held"), _("Papers and lists"), _("Reminders")),
        series=(
            Series(_("Weekly progress meeting"), Cadence.WEEKLY, 2),
            Series(_("Team leaders' meeting"), Cadence.WEEKLY, 4),
        ),
        milestones=(
            (_("Lists and templates in use"), 14),
            (_("First monthly report"), 35),
            (_("Handed over"), 170),
        ),
    ),
}


def content_of(template: Template) -> dict[str, Any]:
    """Return a template as it is kept: its names in both languages."""
    return {
        "cadence": template.cadence.value,
        "weekday": template.weekday,
        "dimensions": [each.value for each in template.dimensions],
        "sections": [_both(each) for each in template.sections],
        "series": [
            {**_both(each.name), "cadence": each.cadence.value, "weekday": each.weekday} for each in template.series
        ],
        "milestones": [{**_both(name), "days": days} for name, days in template.milestones],
    }


def _both(name: object) -> dict[str, str]:
    said = {}
    for locale in ("ja", "en"):
        with in_locale(locale):
            said[locale] = str(name)
    return said


def template_from(content: dict[str, Any], shipped: Template) -> Template:
    """Return a kept template with its names in the reader's language."""
    locale = present_locale()
    return replace(
        shipped,
        cadence=Cadence(content["cadence"]),
        weekday=content["weekday"],
        dimensions=tuple(Dimension(each) for each in content["dimensions"]),
        sections=tuple(each[locale] for each in content["sections"]),
        series=tuple(Series(each[locale], Cadence(each["cadence"]), each["weekday"]) for each in content["series"]),
        milestones=tuple((each[locale], each["days"]) for each in content["milestones"]),
    )


def suggested_type(mix: tuple[int, int, int]) -> PmoType:
    """Return the type with the largest share of (strategic, controlling, supportive); controlling where none is."""
    shares = dict(zip(PmoType, mix, strict=True))
    return max(PmoType, key=lambda kind: (shares[kind], kind is PmoType.CONTROLLING))
