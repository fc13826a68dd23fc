"""The words of the trade for forms, search and matching: the only importer of matching's vocabulary and text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from marketplace.i18n import present_locale
from matching.text import normalise, query_terms, search_tokens, to_fts5, to_tsquery
from matching.vocabulary import default_vocabulary

if TYPE_CHECKING:
    from flask import Flask

    from matching.vocabulary import Kind, Vocabulary

__all__ = [
    "choices",
    "concepts_in",
    "expand",
    "known",
    "label",
    "named",
    "normalise",
    "own_words",
    "query_terms",
    "search_tokens",
    "to_fts5",
    "to_tsquery",
]

TYPES = ("strategic", "controlling", "supportive")


def vocabulary() -> Vocabulary:
    """Return the vocabulary in force."""
    return default_vocabulary()


def known(concept_id: str) -> bool:
    """Tell whether the vocabulary has this concept."""
    return concept_id in vocabulary()


@lru_cache(maxsize=4096)
def name(concept_id: str, locale: str) -> str:
    """Return a concept's name in a language; an id nobody knows any more is shown as it is."""
    if concept_id not in vocabulary():
        return concept_id
    return vocabulary().concept(concept_id).name(locale)


def label(concept_id: str) -> str:
    """Return a concept's name in the reader's language."""
    return name(concept_id, present_locale())


@lru_cache(maxsize=64)
def _choices(kind: Kind, locale: str) -> tuple[tuple[str, str], ...]:
    return tuple((each.id, each.name(locale)) for each in vocabulary().by_kind(kind))


def choices(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return (id, name in the reader's language) of all concepts of a kind, in the vocabulary's order."""
    return _choices(kind, present_locale())


@lru_cache(maxsize=16)
def ids(kind: Kind) -> tuple[str, ...]:
    """Return the ids of all concepts of a kind."""
    return tuple(each.id for each in vocabulary().by_kind(kind))


def concepts_in(text: str) -> tuple[str, ...]:
    """Return the concepts a text names, in order."""
    return vocabulary().concepts_in(text)


def named(text: str) -> str | None:
    """Return the concept that the whole text names, in either language."""
    return vocabulary().named(text)


def own_words(note: str, concept_id: str) -> str:
    """Return what a person wrote about a concept, or nothing where it only names the concept once more."""
    return "" if named(note) == concept_id else note


def expand(concept_ids: list[str]) -> tuple[str, ...]:
    """Return the concepts and all they imply: who knows S/4HANA knows SAP."""
    return vocabulary().expand(concept_ids)


def init_app(app: Flask) -> None:
    """Offer `concept` to templates: an id becomes a name in the reader's language; and `own_words` beside it."""
    app.jinja_env.filters.update(concept=label, own_words=own_words)
