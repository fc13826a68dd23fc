"""From answers to what a profile or a company's entry could say; nothing is taken over by itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from marketplace import vocabulary
from marketplace.profiles.fields import concept_meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from marketplace.accounts.models import Company
    from marketplace.profiles.models import Consultant

Answers = dict[str, Any]
DAYS = frozenset({"available_from"})
MIX = ("strategic", "controlling", "supportive")
LISTS = {"functions": "functions", "phases": "phases", "blocked_companies": "blocked"}  # answers that add to a list
ALONE = ("available_from", "work_prefectures", "travel", "hours_note")
OF_COMPANY = ("industry", "size", "prefecture", "address", "contact", "corporate_number")


def restored(answers: Mapping[str, Any]) -> Answers:
    """Return stored answers as a form takes them."""
    return {name: date.fromisoformat(value) if name in DAYS else value for name, value in answers.items()}


def as_columns(answers: Mapping[str, Any]) -> Answers:
    """Return what the profile's rules look at: the mix and the days, where they were answered."""
    columns = {name: answers.get(name, 0) for name in MIX} if any(name in answers for name in MIX) else {}
    return {**columns, **_days(answers)}


def proposals(consultant: Consultant, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the profile could take over, one by one, as `marketplace.imports` keeps it."""
    found = [*_strengths(consultant, answers), *_wishes(consultant, answers)]
    return [
        {"id": at, "kind": kind, "values": values, "source": [], "part": "", "at": 0, "decision": ""}
        for at, (kind, values) in enumerate(found, start=1)
    ]


def _strengths(consultant: Consultant, answers: Mapping[str, Any]) -> Iterator[tuple[str, Answers]]:
    if any(answers.get(name) for name in MIX):
        yield "mix", {name: answers.get(name, 0) for name in MIX}
    for name, kind in LISTS.items():
        if answers.get(name):
            yield kind, {name: answers[name]}
    for row in answers.get("industries", ()):
        yield from _industry(consultant, row)
    for row in answers.get("skills", ()):
        yield from _skill(consultant, row)


def _industry(consultant: Consultant, row: Mapping[str, Any]) -> Iterator[tuple[str, Answers]]:
    held = next((each for each in consultant.industries if each.industry == row["industry"]), None)
    values = {"industry": row["industry"], "years": row.get("years")}
    if held is None:
        yield "industry", values
    elif values["years"] not in {None, held.years}:
        yield "industry", {**values, "key": str(held.id)}


def _skill(consultant: Consultant, row: Mapping[str, Any]) -> Iterator[tuple[str, Answers]]:
    """A skill that the profile has is proposed anew only where level or years differ; its other words stay."""
    said = str(row["skill"])
    concept = concept_meant(said) or ""
    note = "" if concept and vocabulary.named(said) == concept else said
    held = next((s for s in consultant.skills if (s.concept or s.note) == (concept or note)), None)
    level, years = row.get("level") or "", row.get("years")
    if held is None:
        yield "skill", {"concept": concept, "note": note, "level": level, "years": years}
    elif level not in {"", held.level} or years not in {None, held.years}:
        yield (
            "skill",
            {
                "concept": held.concept, "note": held.note, "level": level or held.level.value,
                "years": held.years if years is None else years, "last_used": held.last_used, "key": str(held.id),
            },
        )  # fmt: skip


def _wishes(consultant: Consultant, answers: Mapping[str, Any]) -> Iterator[tuple[str, Answers]]:
    rate = {name: answers[name] for name in ("rate", "rate_note") if name in answers}
    parts = [rate, _days(answers), _place(answers), *({name: answers[name]} for name in ALONE if name in answers)]
    if answers.get("no_gos"):
        parts.append({"no_gos": list(dict.fromkeys([*consultant.no_gos, *answers["no_gos"]]))})
    yield from (("wishes", part) for part in parts if part)


def _days(answers: Mapping[str, Any]) -> Answers:
    low, high = answers.get("days_min"), answers.get("days_max")
    if low is None and high is None:
        return {}
    return {"days_min": high if low is None else low, "days_max": low if high is None else high}


def _place(answers: Mapping[str, Any]) -> Answers:
    """The ways of working, with the days on site where somebody comes at all."""
    remote = answers.get("remote")
    if not remote:
        return {}
    comes = bool({"hybrid", "onsite"} & set(remote))
    return {"remote": remote, **({"onsite_days": answers["onsite_days"]} if comes and "onsite_days" in answers else {})}


def of_company(company: Company, answers: Mapping[str, Any]) -> Answers:
    """Return what the company's entry says otherwise, or not at all."""
    return {name: answers[name] for name in OF_COMPANY if answers.get(name) and answers[name] != getattr(company, name)}
