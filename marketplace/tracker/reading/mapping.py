"""Which column of a file becomes which of a board: proposed by its heading, changed by a person, remembered as JSON."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.cells import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOT_TAKEN, NOT_NEEDED = "", "not-needed"
# What a column may mean. One meaning becomes a column of its own name, or the first of these that the board has.
MEANINGS: dict[str, str] = {
    "key": _("Number or key"),
    "alias": _("Another name of the row"),
    "parent": _("Part of"),
    "kind": _("Kind of row"),
    "status": _("State"),
    "title": _("Title of the row"),
    "owner": _("Person in charge"),
    "start": _("Start"),
    "due": _("To be done by"),
    "done": _("Done on"),
    "created": _("Raised on"),
    "updated": _("Last changed"),
    "priority": _("Severity"),
    "percent": _("Done, %"),
    "effort": _("Planned hours"),
    "spent": _("Hours used"),
    "effort_seconds": _("Planned hours, in seconds"),
    "spent_seconds": _("Hours used, in seconds"),
    "before": _("Predecessors"),
    "blocks": _("Successors"),
    "level1": _("Title on the first level"),
    "level2": _("Title on the second level"),
    "level3": _("Title on the third level"),
    "text": _("Description, as a comment"),
    "comment": _("Comment"),
    NOT_NEEDED: _("Not needed"),
    NOT_TAKEN: _("Not taken over"),
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("name", "title"),
    "owner": ("owner", "decided_by", "on_whom"),
    "start": ("starts_on",),
    "due": ("due_on", "forecast_on"),
    "done": ("actual_on", "closed_on", "met_on", "done_on", "decided_on"),
    "created": ("raised_on",),
    "priority": ("severity",),
    "effort_seconds": ("effort",),
    "spent_seconds": ("spent",),
}
STRUCTURE = {"key", "alias", "parent", "kind", "status", "updated", "before", "blocks", "text", "comment", "level1",
             "level2", "level3", NOT_NEEDED}  # fmt: skip
_REPEATED = {"alias", "parent", "status", "before", "blocks", "text", "comment", NOT_TAKEN, NOT_NEEDED}
_LOOSE = {"start", "due", "percent", "effort", "spent"}  # may be part of a longer heading: 進捗 Progress
_BOARDS_OWN = {column.name for board in BOARDS.values() for column in board.columns if column.name != "after"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The meaning of each column; the second column of one heading is "Labels#2", a sheet's is "sheet/heading"."""

    tool: str
    columns: Mapping[str, str]

    def changed(self, chosen: Mapping[str, str]) -> Plan:
        """Return the plan with a person's choices; columns and meanings that do not exist are left aside."""
        ours = {name: meaning for name, meaning in chosen.items() if name in self.columns and is_meaning(meaning)}
        return replace(self, columns={**self.columns, **ours})

    def plain(self) -> dict[str, object]:
        """Return what is remembered, as JSON holds it."""
        return {"tool": self.tool, "columns": dict(self.columns)}


def plan_from(kept: object) -> Plan | None:
    """Return a remembered plan; None for anything else."""
    if not isinstance(kept, dict) or not isinstance(kept.get("tool"), str) or not isinstance(kept.get("columns"), dict):
        return None
    columns = {str(name): meaning for name, meaning in kept["columns"].items() if is_meaning(meaning)}
    return Plan(kept["tool"], columns)


def is_meaning(word: object) -> bool:
    """Return whether a column may be mapped to this."""
    return isinstance(word, str) and (word in MEANINGS or word in _BOARDS_OWN)


def bare(heading: str) -> str:
    """Return a heading as it is compared."""
    return " ".join(folded(heading).casefold().split())


def named(headings: Sequence[str], sheet: str = "") -> list[str]:
    """Return a name of its own for each column."""
    seen: Counter[str] = Counter()
    names = []
    for heading in headings:
        seen[heading] += 1
        name = f"{heading}#{seen[heading]}" if seen[heading] > 1 else heading
        names.append(f"{sheet}/{name}" if sheet else name)
    return names


def proposed(headings: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Return each column's meaning by the headings a tool is known to write."""
    meanings: list[str] = []
    for heading in headings:
        meanings.append(_free(known.get(bare(heading), NOT_TAKEN), meanings))
    for place, heading in enumerate(headings):
        if not meanings[place] and bare(heading) not in known:
            parts = (known.get(part, "") for part in re.split(r"[\s()\[\]/:]+", bare(heading)))
            found = next((meaning for meaning in parts if meaning in _LOOSE), NOT_TAKEN)
            meanings[place] = _free(found, meanings)
    return meanings


def _free(meaning: str, taken: Sequence[str]) -> str:
    return NOT_TAKEN if meaning in taken and meaning not in _REPEATED else meaning
