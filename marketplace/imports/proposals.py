"""What a document says that a profile could hold: each with the words it was read from, nothing added.

A proposal is a dict, as it is stored: id, kind (see labels.KIND), values (columns of the profile, in JSON), source (the
lines as written), where (row and part), decision, and `now` for what the profile holds at present.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marketplace.imports.states import Decision

if TYPE_CHECKING:
    from marketplace.imports.rows import Row

MOST = 150
LONGEST_SOURCE = 400
MOST_SOURCES = 40

Values = dict[str, Any]
_NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(slots=True)
class Found:
    """Collects proposals in the order of the document; the same thing is proposed once."""

    items: list[dict[str, Any]] = field(default_factory=list)
    _seen: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def add(self, kind: str, values: Values, sources: list[Row], *, key: str = "") -> None:
        """Propose `values`, or more about the same thing in place of what says less (a skill with its years)."""
        once = kind, key or "/".join(sorted(values))
        same = self._seen.get(once)
        if same is not None and not _says_more(values, same["values"]):
            return
        if same is None:
            if len(self.items) >= MOST:
                return
            same = self._seen[once] = {"id": len(self.items) + 1, "kind": kind, "decision": Decision.OPEN.value}
            self.items.append(same)
        lines = [row.text[:LONGEST_SOURCE] for row in sources[:MOST_SOURCES]]
        same |= {"values": values, "source": lines, "part": sources[0].part, "at": sources[0].at}


def _says_more(new: Values, old: Values) -> bool:
    """Whether it fills what the other left open and contradicts nothing."""
    agrees = all(new.get(name) == value for name, value in old.items() if value not in _NOTHING)
    return agrees and sum(value not in _NOTHING for value in new.values()) > sum(
        value not in _NOTHING for value in old.values()
    )
