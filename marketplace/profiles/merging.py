"""What a profile lacks and another one of the same person has. All lists of both must be loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from marketplace.profiles.duplicates import alike
from marketplace.profiles.operations import MOST_PROJECTS
from marketplace.profiles.redaction import bare_name, mail_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from marketplace.profiles.models import Consultant

# Columns that are filled where they are empty; those of one line say one thing together.
FIELDS = (
    ("initials",), ("name_kana",), ("phone",), ("prefecture", "city"), ("nearest_station",), ("age_band",),
    ("background",), ("business_form",), ("invoice_status", "invoice_number"), ("summary",), ("self_pr",),
    ("strategic", "controlling", "supportive"), ("functions",), ("phases",), ("tools",), ("rate", "rate_note"),
    ("available_from",), ("remote", "onsite_days"), ("work_prefectures",), ("travel",), ("hours_note",), ("no_gos",),
    ("interviewed_at",),
)  # fmt: skip
# What makes two rows of a list the same one.
SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "skills": lambda a, b: (a.concept or a.note) == (b.concept or b.note),
    "certifications": lambda a, b: (a.concept or bare_name(a.name)) == (b.concept or bare_name(b.name)),
    "industries": lambda a, b: bool(a.industry == b.industry),
    "languages": lambda a, b: bool(a.language == b.language),
    "projects": lambda a, b: alike(a, b) or (a.title, a.began, a.ended) == (b.title, b.began, b.ended),
    "commitments": lambda a, b: bool(a.label == b.label),
    "blocked_companies": lambda a, b: (
        bare_name(a.name) == bare_name(b.name) or (a.company_id is not None and a.company_id == b.company_id)
    ),
    "recommendations": lambda a, b: (bare_name(a.by), a.text) == (bare_name(b.by), b.text),
}
OWN = frozenset({"id", "consultant_id", "position", "application_id"})


@dataclass(frozen=True, slots=True)
class Gaps:
    """Names of the columns to fill, and the rows to copy by list."""

    fields: list[str]
    rows: dict[str, list[Any]]


def gaps(kept: Consultant, other: Consultant) -> Gaps:
    """Return what the kept profile lacks and the other has; what a hold of an offer made is no row of the person's."""
    fields = [
        name
        for names in FIELDS
        if not any(getattr(kept, each) for each in names) and any(getattr(other, each) for each in names)
        for name in names
    ]
    if kept.days_min == 0 and other.days_min:  # the wish was never told
        fields += ["days_min", "days_max"]
    if kept.identity_verified_at is None and bare_name(kept.user.name) == bare_name(other.user.name):
        fields += ["identity_verified_at"] if other.identity_verified_at else []
    rows = {
        name: [
            row
            for row in getattr(other, name)
            if not getattr(row, "application_id", None)
            and not any(same(mine, row) for mine in getattr(kept, name) if not getattr(mine, "application_id", None))
        ]
        for name, same in SAME.items()
    }
    rows["projects"] = rows["projects"][: max(0, MOST_PROJECTS - len(kept.projects))]
    return Gaps(fields, {name: found for name, found in rows.items() if found})


def fill(kept: Consultant, other: Consultant) -> dict[UUID, UUID]:
    """Copy what is lacking; return which of the kept profile's projects stands for each of the other's."""
    missing = gaps(kept, other)
    for name in missing.fields:
        setattr(kept, name, getattr(other, name))
    stands_for = {
        row.id: next((mine.id for mine in kept.projects if SAME["projects"](mine, row)), None) for row in other.projects
    }
    for name, rows in missing.rows.items():
        target = getattr(kept, name)
        for row in rows:
            copy = type(row)(**_values(row), position=len(target))
            target.append(copy)
            if name == "projects":
                stands_for[row.id] = copy.id
    # Neither name may show before a consent.
    names = [*(kept.former_names or ()), *(other.former_names or ()), other.user.name, mail_names(other.user.email)]
    kept.former_names = [each for each in dict.fromkeys(names) if each and each != kept.user.name]
    return {theirs: mine for theirs, mine in stands_for.items() if mine is not None}


def _values(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any list
    return {each.key: getattr(row, each.key) for each in inspect(type(row)).column_attrs if each.key not in OWN}
