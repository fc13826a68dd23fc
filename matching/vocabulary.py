"""Concepts of PMO work, the names people give them, and finding them in text.

The tables in `matching/data` are a seed: a glossary of the trade. A product that keeps its own table builds a
`Vocabulary` from it and passes that instead; nothing here is consulted then.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from matching.characters import fold

Kind = Literal["skill", "tool", "certification", "industry", "type", "function", "phase"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_KIND_OF_PREFIX: Mapping[str, Kind] = MappingProxyType({kind: kind for kind in KINDS} | {"cert": "certification"})
_SEED = ("skills", "tools", "certifications", "industries", "work")
# 管理, 支援, 設計, support, design: as a whole term they name the concept, inside a sentence they say nothing.
_NAMED_ONLY_ALONE = frozenset({"function", "phase", "type"})
_MAX_LONG_MARKS = 3
_LONGEST_NAME = 80
_SHORTEST_WITH_PLURAL = 4
# Requirements and sentences of profiles are asked about again and again while one list is made.
_LONGEST_REMEMBERED, _MOST_REMEMBERED = 300, 2**14


class VocabularyError(ValueError):
    """A table of concepts that cannot be used: an unknown kind, an empty or a repeated id."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names.

    `aliases` beginning with "=" name the concept only when they are the whole term, not inside a text. `broader` are
    the concepts that this one implies (S/4HANA implies SAP). `group` names its neighbours. `codes` are classes of the
    Japan Standard Industrial Classification, 14th revision, of an industry. A `retired` one keeps its names and what it
    implies for records that hold it, and is found in no text.
    """

    id: str
    kind: Kind
    ja: str
    en: str
    aliases: tuple[str, ...] = ()
    group: str = ""
    broader: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    retired: bool = False

    def name(self, locale: str) -> str:
        return self.ja if locale == "ja" else self.en


class Vocabulary:
    """Concepts to look up by id, by name and in text.

    Where two concepts claim the same name, the first one given has it; `collisions` lists such names.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._by_id: dict[str, Concept] = {}
        for concept in concepts:
            if not concept.id or concept.kind not in KINDS:
                raise VocabularyError(f"not a concept: {concept.id!r} of kind {concept.kind!r}")
            if concept.id in self._by_id:
                raise VocabularyError(f"two concepts have the id {concept.id!r}")
            self._by_id[concept.id] = concept
        self.collisions: list[tuple[str, str, str]] = []
        self._alone: dict[str, str] = {}
        self._inside: dict[str, str] = {}
        self._written: set[str] = set()
        self._read_names()
        self._broader: dict[str, tuple[str, ...]] = {}
        self._find_again = lru_cache(maxsize=_MOST_REMEMBERED)(self._find)

    def __reduce__(self) -> tuple[type["Vocabulary"], tuple[tuple[Concept, ...]]]:
        return Vocabulary, (tuple(self),)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._by_id

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._by_id.values())

    def concept(self, concept_id: str) -> Concept:
        """Return the concept of that id, or raise `KeyError`."""
        return self._by_id[concept_id]

    def by_kind(self, kind: Kind) -> tuple[Concept, ...]:
        return tuple(concept for concept in self._by_id.values() if concept.kind == kind)

    def named(self, term: str) -> str | None:
        """Return the id of the concept that the whole term names, if any."""
        folded = fold(term)
        if folded in self._alone:
            return self._alone[folded]
        found = self._pattern.fullmatch(folded)
        return self._owner(found[0]) if found else None

    def concepts_in(self, text: str) -> tuple[str, ...]:
        """Return ids in the order of first appearance; of names that overlap, the leftmost and then longest counts."""
        return self._find(text) if len(text) > _LONGEST_REMEMBERED else self._find_again(text)

    def expand(self, concept_ids: Iterable[str]) -> tuple[str, ...]:
        """Add everything the concepts imply; unknown ids stay as they are."""
        return tuple(dict.fromkeys(itertools.chain.from_iterable(self.with_broader(one) for one in concept_ids)))

    def neighbours(self, concept_id: str) -> tuple[str, ...]:
        """Return the other concepts of the same kind and group."""
        concept = self._by_id.get(concept_id)
        if concept is None or not concept.group:
            return ()
        return tuple(one for one in self._groups[concept.kind, concept.group] if one != concept_id)

    def group_of(self, concept_id: str) -> tuple[str, str] | None:
        """Return kind and group of a concept: what it shares with its neighbours."""
        concept = self._by_id.get(concept_id)
        return (concept.kind, concept.group) if concept and concept.group else None

    @cached_property
    def groups(self) -> Mapping[tuple[str, str], int]:
        """Return all groups, as kind and group, with their numbers."""
        return {group: number for number, group in enumerate(self._groups)}

    @cached_property
    def _groups(self) -> dict[tuple[str, str], list[str]]:
        groups: dict[tuple[str, str], list[str]] = {}
        for concept in self._by_id.values():
            groups.setdefault((concept.kind, concept.group), []).append(concept.id)
        return groups

    def with_broader(self, concept_id: str) -> tuple[str, ...]:
        """Return a concept and everything it implies."""
        if concept_id not in self._broader:
            seen = [concept_id]
            for one in seen:  # grows while it is read, so chains are followed and circles end
                concept = self._by_id.get(one)
                seen.extend(up for up in (concept.broader if concept else ()) if up not in seen)
            self._broader[concept_id] = tuple(seen)
        return self._broader[concept_id]

    def _read_names(self) -> None:
        generated: list[tuple[str, str]] = []
        for concept in self._by_id.values():
            for name in names_of(concept):
                folded = fold(name.removeprefix("="))
                if not folded or len(folded) > _LONGEST_NAME:
                    continue
                if name.startswith("="):
                    self._claim(self._alone, folded, concept.id)
                else:
                    self._written.add(folded)
                    self._claim(self._inside, _without_spaces(folded), concept.id)
                    generated.extend((other, concept.id) for other in _other_ways(folded))
        for name, concept_id in generated:  # a name somebody wrote down goes before one that was derived
            self._written.add(name)
            self._inside.setdefault(_without_spaces(name), concept_id)

    def _claim(self, names: dict[str, str], folded: str, concept_id: str) -> None:
        owner = names.setdefault(folded, concept_id)
        if owner != concept_id:
            self.collisions.append((folded, owner, concept_id))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_pattern_of(self._written))

    def _find(self, text: str) -> tuple[str, ...]:
        found = (self._owner(match[0]) for match in self._pattern.finditer(fold(text)))
        return tuple(dict.fromkeys(found))

    def _owner(self, found: str) -> str:
        plain = _without_spaces(found)
        for name in (plain, plain.removesuffix("s")):
            if name in self._inside:
                return self._inside[name]
        return self._inside[plain.removesuffix("es")]


def names_of(concept: Concept) -> tuple[str, ...]:
    """Return all names by which a concept is found, those only for a whole term with "="; a retired one has none."""
    if concept.retired:
        return ()
    alone = "=" if concept.kind in _NAMED_ONLY_ALONE else ""
    return (*(alone + name for name in (concept.ja, concept.en) if name), *concept.aliases)


def _without_spaces(name: str) -> str:
    return name.replace(" ", "")


def _other_ways(name: str) -> set[str]:
    """Derive spellings always possible: 管理, マネジメント, の管理; management, mgmt, managing; ー left out."""
    ways = {name}
    for stem, endings in (("管理", ("マネジメント", "ノ管理")), (" management", (" mgmt",))):
        if name.endswith(stem) and name != stem:
            bare = name.removesuffix(stem)
            ways.update(bare + ending for ending in endings)
            if stem == " management":
                ways.add(f"managing {bare}")
    return {variant for way in ways for variant in _without_long_marks(way)} - {name}


def _without_long_marks(name: str) -> Iterable[str]:
    """ベンダー may be ベンダ, but メーカー must not become メカ: only long marks from the fourth character on."""
    marks = [
        run.start() + at
        for run in re.finditer("[ァ-ヺー]+", name)
        for at, character in enumerate(run[0])
        if character == "ー" and at >= 3  # noqa: PLR2004 - the fourth character, as the docstring says
    ][:_MAX_LONG_MARKS]
    for count in range(len(marks) + 1):
        for left_out in itertools.combinations(marks, count):
            yield "".join(character for at, character in enumerate(name) if at not in left_out)


_Node = dict[str, "_Node"]
_END = ""


def _pattern_of(names: Iterable[str]) -> str:
    """Write a trie of the names as one expression, so that a text is read once whatever the number of names.

    Longer names come before shorter ones. A Latin name stands at word boundaries ("PM" is not in "PMO", but it is in
    "PM1名"), takes a plural, and any of its spaces may be missing.
    """
    root: _Node = {}
    for name in sorted(names):
        node = root
        for character in name:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _alternatives([_boundary_before(first) + _branch(first, node) for first, node in root.items()])


def _branch(path: str, node: _Node) -> str:
    own = " ?" if path[-1] == " " else re.escape(path[-1])
    longer = [_branch(path + character, child) for character, child in node.items() if character != _END]
    return own + _alternatives([*longer, _boundary_after(path)] if _END in node else longer)


def _alternatives(branches: list[str]) -> str:
    if not branches:
        return r"(?!)"
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _boundary_before(first: str) -> str:
    if "a" <= first <= "z":
        return "(?<![a-z])"
    return r"(?<!\d)" if first.isdecimal() else ""


def _boundary_after(name: str) -> str:
    if "a" <= name[-1] <= "z":
        return "(?:e?s)?(?![a-z])" if len(name) >= _SHORTEST_WITH_PLURAL else "(?![a-z])"
    return r"(?!\d)" if name[-1].isdecimal() else ""


@cache
def default_vocabulary() -> Vocabulary:
    """Read the seed tables once a process."""
    return Vocabulary(itertools.chain.from_iterable(_read_seed(table) for table in _SEED))


def _read_seed(table: str) -> Iterable[Concept]:
    lines = files("matching").joinpath("data", f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            concept_id, group, ja, en, aliases, broader, codes = (*line.split("\t"), "", "")[:7]
            kind = _KIND_OF_PREFIX[concept_id.partition(".")[0]]
            named = tuple(alias for alias in aliases.split("|") if alias)
            yield Concept(concept_id, kind, ja, en, named, group, tuple(broader.split()), tuple(codes.split()))


def concepts_in(text: str) -> tuple[str, ...]:
    return default_vocabulary().concepts_in(text)


def concept(concept_id: str) -> Concept:
    return default_vocabulary().concept(concept_id)


def by_kind(kind: Kind) -> tuple[Concept, ...]:
    return default_vocabulary().by_kind(kind)
