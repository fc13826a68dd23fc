"""Rows that point at each other: keys made unique, parents above their parts, predecessors found by key or by name."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import WORK_ITEMS
from marketplace.tracker.reading.records import Before, ReadRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.tracker.reading.placing import Draft, Remarks

DEEPEST_LEVEL, LONGEST_KEY, MOST_LAG = 3, 120, 9999
MOST_LINKS, MOST_COMMAS = 50, 6
ALIKE = 2  # rows of one name on one board that are told apart: a row and the first other one
_LINK = re.compile(r"(.{1,200}?)\s*(FS|SS|FF|SF)?\s*([+-]\d{1,4})?\s*(?:d|日|days?)?", re.IGNORECASE | re.DOTALL)
_FLATTENED = _("The outline is deeper than three levels; the row stands on the third.")
_CIRCLE = _("A predecessor that closes a circle was left out.")


class Outline:
    """All rows of a file, to be put in order."""

    def __init__(self, drafts: Sequence[Draft], remarks: Remarks) -> None:
        self.drafts = list(drafts)
        self.remarks = remarks
        self._make_keys_unique()
        self._found: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            for name in {draft.key, *draft.aliases}:
                alike = self._found.setdefault(name, [])
                if sum(each.board is draft.board for each in alike) < ALIKE:
                    alike.append(draft)

    def rows(self) -> tuple[ReadRow, ...]:
        """Return the rows: other boards as the file orders them, work items as an outline where parents are named."""
        parents = {id(draft): self._parent(draft) for draft in self.drafts}
        ordered = self._by_parents(parents) if any(parents.values()) else self.drafts
        self._limit_levels(ordered)
        links = self._links()
        rows = []
        for draft in ordered:
            parent = parents[id(draft)]
            rows.append(
                ReadRow(
                    draft.board.name, draft.key, parent.key if parent else "", draft.cells, tuple(draft.comments),
                    tuple(links[id(draft)]), draft.baseline,
                )
            )  # fmt: skip
        return tuple(rows)

    def _make_keys_unique(self) -> None:
        seen: set[tuple[str, str]] = set()
        counts: Counter[tuple[str, str]] = Counter()
        for draft in self.drafts:
            key = short(draft.key)
            if (draft.board.name, key) in seen and draft.space:
                key = short(f"{draft.space}:{key}")
            stem = key
            while (draft.board.name, key) in seen:
                counts[draft.board.name, stem] += 1
                key = f"{stem}#{counts[draft.board.name, stem] + 1}"
            if key != stem:
                self.remarks.add(draft.where, _("The key %(key)s stands there twice.", key=draft.key))
            seen.add((draft.board.name, key))
            if key != draft.key:
                draft.aliases.append(draft.key)
                draft.key = key

    def _named(self, name: str, draft: Draft) -> Draft | None:
        """Return the row of a key or name; of several the first on the same board."""
        found = [each for each in self._found.get(name, []) if each is not draft]
        if len(found) > 1 and not any(each.key == name for each in found):
            self.remarks.add(draft.where, _("Several rows are called %(name)s; the first was taken.", name=name[:80]))
        return next((each for each in found if each.board is draft.board), found[0] if found else None)

    def _parent(self, draft: Draft) -> Draft | None:
        if not draft.parent:
            return None
        parent = self._named(draft.parent, draft)
        if parent is None:
            name = draft.parent[:80]
            self.remarks.add(draft.where, _("It is part of %(name)s, which is not in the file.", name=name))
        return parent

    def _by_parents(self, parents: dict[int, Draft | None]) -> list[Draft]:
        parts: dict[int, list[Draft]] = {}
        tops = []
        for draft in self.drafts:
            parent = parents[id(draft)]
            if parent is None or parent.board is not draft.board:
                tops.append(draft)
            else:
                parts.setdefault(id(parent), []).append(draft)
        ordered: list[Draft] = []
        self._walk(tops, parts, ordered)
        reached = {id(draft) for draft in ordered}
        for draft in self.drafts:  # who is part of oneself is reached from no top
            if id(draft) not in reached:
                self.remarks.add(draft.where, _("It is part of itself in the end; it was put on the first level."))
                parents[id(draft)] = None
                draft.cells |= {"level": "1"} if draft.board is WORK_ITEMS else {}
                ordered.append(draft)
        return ordered

    def _walk(self, tops: Sequence[Draft], parts: dict[int, list[Draft]], ordered: list[Draft]) -> None:
        waiting = [(draft, 1) for draft in reversed(tops)]
        while waiting:
            draft, level = waiting.pop()
            if draft.board is WORK_ITEMS:
                draft.cells["level"] = str(level)
            ordered.append(draft)
            waiting.extend((each, level + 1) for each in reversed(parts.get(id(draft), [])))

    def _limit_levels(self, ordered: Sequence[Draft]) -> None:
        """Keep to three levels, none of them left out on the way down."""
        above = 0
        for draft in ordered:
            if draft.board is not WORK_ITEMS:
                continue
            level = int(draft.cells.get("level", "1"))
            kept = max(1, min(level, above + 1, DEEPEST_LEVEL))
            if kept != level:
                flat = _("The level above it is missing; the row was moved up to level %(level)s.", level=kept)
                self.remarks.add(draft.where, _FLATTENED if kept == DEEPEST_LEVEL else flat)
            draft.cells["level"] = str(kept)
            above = kept

    def _links(self) -> dict[int, list[Before]]:
        links: dict[int, list[Before]] = {id(draft): [] for draft in self.drafts}
        for draft in self.drafts:
            for each in draft.before:
                for name, kind, lag in self._split(draft, each):
                    self._link(links, draft, self._named(name, draft), Before(name, kind, lag))
            for text in draft.blocks:
                for name, kind, lag in self._split(draft, Before(text)):
                    later = self._named(name, draft)
                    if later is None:
                        self._lost(draft, name)
                    else:
                        self._link(links, later, draft, Before(draft.key, kind, lag))
        for board in {draft.board.name for draft in self.drafts}:
            self._untie([draft for draft in self.drafts if draft.board.name == board], links)
        return links

    def _link(self, links: dict[int, list[Before]], later: Draft, first: Draft | None, link: Before) -> None:
        if first is None or abs(link.lag) > MOST_LAG:
            self._lost(later, link.key)
        elif first.board is not later.board or not any(column.name == "after" for column in later.board.columns):
            what = _("It follows %(name)s, which is on another list; the link was left out.", name=link.key[:80])
            self.remarks.add(later.where, what)
        elif all(each.key != first.key for each in links[id(later)]):
            links[id(later)].append(Before(first.key, link.kind, link.lag))

    def _lost(self, draft: Draft, name: str) -> None:
        self.remarks.add(draft.where, _("A link to %(name)s was left out: no such row.", name=name[:80]))

    def _split(self, draft: Draft, link: Before) -> list[tuple[str, str, int]]:
        """Return the rows that a cell names; names may hold commas themselves, so that the longest known one wins."""
        pieces = [piece for piece in re.split(r"[,;、\n]", link.key) if piece.strip()]
        if len(pieces) > MOST_LINKS:
            self.remarks.add(
                draft.where, _("It names more than %(most)s links; the others were left out.", most=MOST_LINKS)
            )
        found: list[tuple[str, str, int]] = []
        while pieces:
            size = next(
                (n for n in range(min(len(pieces), MOST_COMMAS), 0, -1) if ",".join(pieces[:n]).strip() in self._found),
                1,
            )
            name, pieces = ",".join(pieces[:size]).strip(), pieces[size:MOST_LINKS]
            shape = _LINK.fullmatch(name)
            if name not in self._found and shape is not None and shape[1] in self._found:
                found.append((shape[1], (shape[2] or "FS").upper(), int(shape[3] or 0)))
            else:
                found.append((name, link.kind, link.lag))
        return found

    def _untie(self, drafts: Sequence[Draft], links: dict[int, list[Before]]) -> None:
        """Leave out each link that closes a circle: depth first, a link back to a row still open does."""
        by_key = {draft.key: draft for draft in drafts}
        open_rows: set[int] = set()
        done: set[int] = set()
        for top in drafts:
            stack = [(top, iter(list(links[id(top)])))] if id(top) not in done else []
            open_rows.add(id(top))
            while stack:
                draft, ahead = stack[-1]
                link = next(ahead, None)
                if link is None:
                    stack.pop()
                    open_rows.discard(id(draft))
                    done.add(id(draft))
                elif id(first := by_key[link.key]) in open_rows:
                    links[id(draft)].remove(link)
                    self.remarks.add(draft.where, _CIRCLE)
                elif id(first) not in done:
                    open_rows.add(id(first))
                    stack.append((first, iter(list(links[id(first)]))))
            open_rows.discard(id(top))


def short(key: str) -> str:
    """Return a key that fits its column; a long one ends in its fingerprint."""
    plain = " ".join(key.split())
    if len(plain) <= LONGEST_KEY:
        return plain
    return f"{plain[: LONGEST_KEY - 17]}~{hashlib.sha256(plain.encode()).hexdigest()[:16]}"
