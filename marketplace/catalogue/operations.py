"""Keeping the catalogue: adding, renaming, retiring and restoring concepts, each change seen by every process.

Every verb takes the catalogue's one row of revisions first: two people cannot give one name to two concepts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import func, select

from marketplace import events
from marketplace.audit import record
from marketplace.catalogue.labels import KIND
from marketplace.catalogue.queries import codes, key_of, living_names
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import present_locale
from marketplace.vocabulary.editions import look_again
from marketplace.vocabulary.models import CLOCK, CatalogueClock, Concept
from marketplace.vocabulary.seeds import seeds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User

FIXED = frozenset({"type", "function", "phase"})  # the ranker and the list's columns know these one by one
PREFIX = {"certification": "cert"}
LONGEST_NAME = 60
LONGEST_SLUG = 60
MOST_ALIASES = 40
SEPARATOR = " | "  # of other names in the journal
SHORTEST = 2  # characters: a single one would be found in every other sentence


@dataclass(frozen=True, slots=True)
class Names:
    """What people call a concept. An alias that begins with "=" counts only where it is the whole entry."""

    ja: str
    en: str
    aliases: tuple[str, ...] = ()


def seed_missing() -> int:
    """Add what the code's seed tables have and the rows do not; rows that are there stay as they are."""
    known = codes()
    if all(each.id in known for each in seeds()):
        return 0
    _next_revision()
    known, position = codes(), _next_position()
    missing = [each for each in seeds() if each.id not in known]
    for at, each in enumerate(missing, start=position):
        db.session.add(
            Concept(
                code=each.id,
                kind=each.kind,
                ja=each.ja,
                en=each.en,
                aliases=list(each.aliases),
                group=each.group,
                broader=list(each.broader),
                classes=list(each.codes),
                position=at,
            )
        )
    return len(missing)


def add_concept(kind: str, names: Names, *, by: User) -> Concept:
    """Add a concept; its code is made of the English name and stays."""
    if kind not in KIND or kind in FIXED:
        raise Invalid({"kind": _("Please choose a kind from the list.")})
    _next_revision()
    names = _checked(names, but=None)
    concept = Concept(
        code=_new_code(kind, names.en),
        kind=kind,
        ja=names.ja,
        en=names.en,
        aliases=list(names.aliases),
        position=_next_position(),
    )
    db.session.add(concept)
    record(by, "concept added", concept, code=concept.code, ja=concept.ja, en=concept.en, aliases=_line(concept))
    events.catalogue_changed.send(concept)
    return concept


def rename_concept(concept: Concept, names: Names, *, by: User) -> bool:
    """Change the names; a former main name stays among the others, so that what is written stays findable.

    Return whether anything has changed.
    """
    _next_revision()
    kept = {key_of(each) for each in (names.ja, names.en, *names.aliases)}
    held = {key_of(each) for each in concept.aliases}
    former = [name for name in (concept.ja, concept.en) if key_of(name) not in kept | held]
    names = _checked(Names(names.ja, names.en, (*names.aliases, *former)), but=concept)
    facts: dict[str, str] = {}
    before = {"ja": concept.ja, "en": concept.en, "aliases": _line(concept)}
    concept.ja, concept.en, concept.aliases = names.ja, names.en, list(names.aliases)
    for field, value in (("ja", concept.ja), ("en", concept.en), ("aliases", _line(concept))):
        if before[field] != value:
            facts |= {f"{field}_from": before[field], f"{field}_to": value}
    if not facts:
        return False
    concept.changed_at = now()
    record(by, "concept renamed", concept, code=concept.code, **facts)
    events.catalogue_changed.send(concept)
    return True


def retire_concept(concept: Concept, *, by: User) -> None:
    """Offer it no more and find it in no new text; whoever has chosen it keeps it."""
    if concept.kind in FIXED:
        raise DomainError(_("Concepts of this kind are part of the product and cannot be retired."))
    if concept.retired_at is not None:
        return
    _next_revision()
    concept.retired_at = concept.changed_at = now()
    record(by, "concept retired", concept, code=concept.code)
    events.catalogue_changed.send(concept)


def restore_concept(concept: Concept, *, by: User) -> None:
    """Offer a retired concept again, unless another has taken one of its names."""
    if concept.retired_at is None:
        return
    _next_revision()
    _checked(Names(concept.ja, concept.en, tuple(concept.aliases)), but=concept)
    concept.retired_at, concept.changed_at = None, now()
    record(by, "concept restored", concept, code=concept.code)
    events.catalogue_changed.send(concept)


def _next_revision() -> None:
    clock = db.session.get(CatalogueClock, CLOCK, with_for_update=True, populate_existing=True)
    if clock is None:
        clock = CatalogueClock(id=CLOCK)
        db.session.add(clock)
    clock.revision = uuid4()
    db.session.flush()
    look_again()


def _next_position() -> int:
    return (db.session.scalar(select(func.max(Concept.position))) or 0) + 1


def _line(concept: Concept) -> str:
    return SEPARATOR.join(concept.aliases)


def _checked(names: Names, *, but: Concept | None) -> Names:
    """Return the names without repetitions, or refuse them beside their fields."""
    own = {key_of(names.ja), key_of(names.en)}
    aliases = tuple({key_of(each): each for each in reversed(names.aliases) if key_of(each) not in own}.values())[::-1]
    taken = living_names(but=but)
    errors: dict[str, object] = {}
    for field, values in (("ja", (names.ja,)), ("en", (names.en,)), ("aliases", aliases)):
        wrong = next((error for each in values if (error := _error(each, taken))), None)
        if wrong:
            errors[field] = wrong
    if len(aliases) > MOST_ALIASES:
        errors["aliases"] = _("At most %(most)s entries.", most=MOST_ALIASES)
    if not _slug(names.en):
        errors.setdefault("en", _("Write the English name with Latin letters or digits."))
    if errors:
        raise Invalid(errors)
    return Names(names.ja, names.en, aliases)


def _error(name: str, taken: dict[str, tuple[str, str, str]]) -> object | None:
    key = key_of(name)
    if not key:
        return _("A name needs letters or digits.")
    if len(name) > LONGEST_NAME:
        return _("“%(name)s” is longer than %(longest)s characters.", name=name[:20], longest=LONGEST_NAME)
    if len(key) < SHORTEST and not name.startswith("="):
        return _("“%(name)s” is too short: it would be found everywhere.", name=name)
    if key in taken:
        kind, ja, en = taken[key]
        other = ja if present_locale() == "ja" else en
        return _(
            "“%(name)s” already belongs to %(other)s (%(kind)s).",
            name=name.removeprefix("="), other=other, kind=KIND[kind],
        )  # fmt: skip
    return None


def _slug(en: str) -> str:
    plain = unicodedata.normalize("NFKD", en).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_SLUG].strip("_")


def _new_code(kind: str, en: str) -> str:
    bare, known = f"{PREFIX.get(kind, kind)}.{_slug(en)}", codes() | {each.id for each in seeds()}
    return bare if bare not in known else next(code for code in _numbered(bare) if code not in known)


def _numbered(bare: str) -> Iterable[str]:
    return (f"{bare}_{number}" for number in range(2, 10_000))
