"""What is done with an upload: proposals are kept, decisions are taken over by the profile's own operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace import vocabulary
from marketplace.audit import record
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.imports.models import ProfileImport
from marketplace.imports.states import Decision, ImportSource, ImportState
from marketplace.profiles.operations import save_project, save_section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant

TAKEN = frozenset({Decision.ACCEPTED, Decision.CORRECTED})
# Which section of the profile a proposal changes, and which of its lists, if any.
PLACES: Mapping[str, tuple[str, str]] = {
    "basics": ("basics", ""),
    "summary": ("summary", ""),
    "self_pr": ("summary", ""),
    "mix": ("strengths", ""),
    "functions": ("strengths", "functions"),
    "phases": ("strengths", "phases"),
    "wishes": ("wishes", ""),
    "skill": ("skills", "skills"),
    "certification": ("certifications", "certifications"),
    "industry": ("strengths", "industries"),
    "language": ("languages", "languages"),
    "tool": ("languages", "tools"),
    "project": ("projects", ""),
    "blocked": ("visibility", "blocked_companies"),
}
CODES = {"functions": "functions", "phases": "phases", "blocked": "blocked_companies"}  # values that are a list


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read, or an interview: what is kept of it."""

    name: str
    sha256: str
    source: ImportSource = ImportSource.DOCUMENT


@dataclass(frozen=True, slots=True)
class Decided:
    """One proposal's decision, with the values as the person left them (empty where it is skipped)."""

    id: int
    decision: Decision
    values: dict[str, Any]


def propose_import(
    consultant: Consultant, upload: Upload, proposals: Sequence[dict[str, Any]], *, by: User
) -> ProfileImport:
    """Keep what a document proposes beyond what the profile says; its lists must be loaded."""
    new = [each for each in proposals if not _is_known(consultant, each["kind"], each["values"])]
    if not new:
        raise Invalid({"document": _("Nothing was found in it that the profile does not say already.")})
    kept = ProfileImport(
        consultant_id=consultant.id, by_id=by.id, source=upload.source, file_name=upload.name, sha256=upload.sha256,
        proposals=new,
    )  # fmt: skip
    kept.consultant = consultant
    db.session.add(kept)
    record(
        by,
        "document read into proposals",
        kept,
        consultant=str(consultant.id),
        source=kept.source.value,
        proposals=len(new),
    )
    return kept


def decide_import(kept: ProfileImport, consultant: Consultant, decided: Sequence[Decided], *, by: User) -> int:
    """Save what is accepted by the profile's own operations, note each decision; return how many were accepted.

    All at once or nothing: raises Invalid where the profile refuses.
    """
    if kept.state is not ImportState.PROPOSED:
        raise DomainError(_("Everything of this document has been decided already."))
    by_id = {each.id: each for each in decided}
    kinds = {each["id"]: each["kind"] for each in kept.proposals if each["decision"] == Decision.OPEN}
    taken = [(kinds[each.id], each.values) for each in decided if each.decision in TAKEN and each.id in kinds]
    _save(consultant, taken, by=by)
    kept.proposals = [
        {**each, "decision": by_id[each["id"]].decision.value} if each["id"] in by_id and each["id"] in kinds else each
        for each in kept.proposals
    ]
    if all(each["decision"] != Decision.OPEN for each in kept.proposals):
        kept.state = ImportState.DONE
    record(
        by, "document's proposals decided", kept, consultant=str(consultant.id), source=kept.source.value,
        accepted=len(taken), decided=len(by_id),
    )  # fmt: skip
    return len(taken)


def discard_import(kept: ProfileImport, *, by: User) -> None:
    """Forget what was read and not taken over."""
    kept.state = ImportState.DISCARDED
    kept.proposals = []
    record(by, "document's proposals discarded", kept)


def _save(consultant: Consultant, taken: Sequence[tuple[str, dict[str, Any]]], *, by: User) -> None:
    """Call the profile's operation once a section, and once a project."""
    sections: dict[str, dict[str, Any]] = {}
    for kind, values in taken:
        section, rows = PLACES[kind]
        if kind == "project":
            save_project(consultant, values, by=by)
        elif rows:
            columns = sections.setdefault(section, {})
            columns.setdefault(rows, _present(consultant, rows))
            columns[rows] = _with(columns[rows], _entries(kind, values))
        else:
            sections.setdefault(section, {}).update(values)
    for section, columns in sections.items():
        save_section(consultant, section, columns, by=by)


def _present(consultant: Consultant, rows: str) -> list[Any]:
    """A list as it is: codes as they are, blocked companies by name, rows by their keys, which keeps them."""
    held = getattr(consultant, rows)
    if rows == "blocked_companies":
        return [each.name for each in held]
    return [each if isinstance(each, str) else {"key": str(each.id)} for each in held]


def _with(present: list[Any], entries: Sequence[Any]) -> list[Any]:
    """Put new entries at the end; one that names a row by its key takes that row's place."""
    merged = list(present)
    for entry in entries:
        named = {"key": entry["key"]} if isinstance(entry, dict) and entry.get("key") else None
        if named in merged:
            merged[merged.index(named)] = entry
        elif entry not in merged:
            merged.append(entry)
    return merged


def _entries(kind: str, values: dict[str, Any]) -> list[Any]:
    if kind == "tool":
        return [values["term"]]
    return list(values[CODES[kind]]) if kind in CODES else [values]


def _is_known(consultant: Consultant, kind: str, values: Mapping[str, Any]) -> bool:
    """Whether the profile says this already."""
    if kind in _KNOWN:
        return bool(_KNOWN[kind](consultant, values))
    return all(_plain(getattr(consultant, name)) == value for name, value in values.items())


def _plain(value: Any) -> Any:  # noqa: ANN401 - a column
    return value.isoformat() if hasattr(value, "isoformat") else value


_KNOWN: Mapping[str, Any] = {
    # One that names a row by its key says something else about it.
    "skill": lambda c, v: not v.get("key") and v["concept"] in {each.concept for each in c.skills},
    "certification": lambda c, v: (
        (vocabulary.named(v["name"]) or v["name"]) in {each.concept or each.name for each in c.certifications}
    ),
    "industry": lambda c, v: not v.get("key") and v["industry"] in {each.industry for each in c.industries},
    "language": lambda c, v: v["language"] in {each.language for each in c.languages},
    "tool": lambda c, v: v["term"] in c.tools,
    "functions": lambda c, v: set(v["functions"]) <= set(c.functions),
    "phases": lambda c, v: set(v["phases"]) <= set(c.phases),
    "blocked": lambda c, v: set(v["blocked_companies"]) <= {each.name for each in c.blocked_companies},
    "project": lambda c, v: (v["began"], v["title"]) in {(_plain(p.began), p.title) for p in c.projects},
}
