"""The sections of a profile in the order of the trade's スキルシート, and how complete each makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.profiles.models import Consultant

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the profile: its word in the URL, its name, and what it is for."""

    name: str
    title: str
    purpose: str


SECTIONS = (
    Section("basics", _("Basics"), _("Where you live and how to reach you. Clients see initials and prefecture.")),
    Section("summary", _("Career summary"), _("What you have done in a few lines, and what sets your work apart.")),
    Section("strengths", _("Strengths"), _("The mix of PMO types you work in, functions, phases and industries.")),
    Section("skills", _("Skills"), _("With level, years and last use: postings are compared with these.")),
    Section("certifications", _("Certifications"), _("Clients see name and year, never the number.")),
    Section("languages", _("Languages and tools"), _("Levels as CEFR or JLPT; tools by their usual names.")),
    Section("projects", _("Work history"), _("Size, role and results in figures; employers stay masked.")),
    Section("wishes", _("Wishes"), _("Rate, days, start and place of the next engagement.")),
    Section("capacity", _("Other commitments"), _("What else is proposed or agreed, and the days still free.")),
    Section("visibility", _("Who can see you"), _("Clients or advisors only, and companies that see nothing.")),
    Section(
        "business",
        _("Business form and invoices"),
        _("For contracts and payments."),
    ),
    Section("recommendations", _("Recommendations"), _("Who recommends you. The operator checks them.")),
)
BY_NAME = {section.name: section for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class Step:
    """One useful thing: its share of the whole in percent, what to do, where, and whether it is done."""

    percent: int
    label: str
    section: str
    done: Callable[[Consultant], bool]


# Needed before a profile can be listed, in the order in which a person meets them.
NEEDED = (
    Step(6, _("Enter your initials"), "basics", lambda c: bool(c.initials)),
    Step(12, _("Say in which PMO types you work"), "strengths", lambda c: sum(c.type_mix) == WHOLE),
    Step(12, _("Add your first skill"), "skills", lambda c: bool(c.skills)),
    Step(10, _("Say which rate you wish"), "wishes", lambda c: c.rate is not None or bool(c.rate_note)),
    Step(5, _("Say how many days a week you can work"), "wishes", lambda c: c.days_min > 0),
    Step(5, _("Say how you work: remote or on site"), "wishes", lambda c: bool(c.remote)),
)
# Useful next, the most telling first.
USEFUL = (
    Step(10, _("Describe a past project"), "projects", lambda c: bool(c.projects)),
    Step(8, _("Sum up your career"), "summary", lambda c: bool(c.summary)),
    Step(4, _("Add industries you know"), "strengths", lambda c: bool(c.industries)),
    Step(6, _("Add two more skills"), "skills", lambda c: len(c.skills) > 2),  # noqa: PLR2004 - three make a picture
    Step(5, _("Add results in figures to a project"), "projects", lambda c: any(p.results for p in c.projects)),
    Step(3, _("Say from when you are available"), "wishes", lambda c: c.available_from is not None),
    Step(3, _("Choose your prefecture"), "basics", lambda c: bool(c.prefecture)),
    Step(2, _("Choose functions and phases"), "strengths", lambda c: bool(c.functions and c.phases)),
    Step(3, _("Add languages and tools"), "languages", lambda c: bool(c.languages and c.tools)),
    Step(3, _("Say what sets your work apart"), "summary", lambda c: bool(c.self_pr)),
    Step(3, _("Enter business form and invoice registration"), "business", lambda c: bool(c.invoice_status)),
)


COMPLETE = 80  # percent from which a profile counts as complete


def completeness(consultant: Consultant) -> int:
    """Return how much of the profile is there, in percent; its lists must be loaded."""
    return sum(step.percent for step in (*NEEDED, *USEFUL) if step.done(consultant))


def next_step(consultant: Consultant) -> tuple[str, str] | None:
    """Return the next useful thing as (words, section), or None when all is there."""
    return next(((step.label, step.section) for step in (*NEEDED, *USEFUL) if not step.done(consultant)), None)


def missing_for_listing(consultant: Consultant) -> list[Step]:
    """Return what keeps the profile from being listed."""
    return [step for step in NEEDED if not step.done(consultant)]
