"""The words of the trade for forms, search and matching: the only importer of matching's vocabulary and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import present_locale
from marketplace.vocabulary.editions import edition
from matching import text as _text
from matching.characters import fold
from matching.text import normalise, to_fts5, to_tsquery

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from matching.text import Term
    from matching.vocabulary import Kind, Vocabulary

__all__ = [
    "choices",
    "chosen",
    "concepts_in",
    "expand",
    "fold",
    "is_retired",
    "known",
    "label",
    "named",
    "normalise",
    "own_words",
    "query_terms",
    "retired_choices",
    "revision",
    "search_tokens",
    "to_fts5",
    "to_tsquery",
]

TYPES = ("strategic", "controlling", "supportive")


def vocabulary() -> Vocabulary:
    """Return the vocabulary in force."""
    return edition().vocabulary


def revision() -> UUID | None:
    """Return the mark of the change that the vocabulary in force stands at: for keys of what is kept drawn."""
    return edition().revision


def known(concept_id: str) -> bool:
    """Tell whether the vocabulary has this concept, retired or not."""
    return concept_id in vocabulary()


def is_retired(concept_id: str) -> bool:
    """Tell whether a concept is offered no more."""
    present = vocabulary()
    return concept_id in present and present.concept(concept_id).retired


def name(concept_id: str, locale: str) -> str:
    """Return a concept's name in a language, a retired one's too; an id nobody knows is shown as it is."""
    present = vocabulary()
    return present.concept(concept_id).name(locale) if concept_id in present else concept_id


def label(concept_id: str) -> str:
    """Return a concept's name in the reader's language."""
    return name(concept_id, present_locale())


def choices(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return (id, name in the reader's language) of the concepts of a kind to choose from, in the catalogue's order."""
    return _choices(kind, retired=False)


def retired_choices(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return likewise those that are offered no more, for records that hold one."""
    return _choices(kind, retired=True)


def _choices(kind: Kind, *, retired: bool) -> tuple[tuple[str, str], ...]:
    present, locale = edition(), present_locale()
    key = (kind, locale, retired)
    if key not in present.choices:
        rows = (each for each in present.vocabulary.by_kind(kind) if each.retired is retired)
        present.choices[key] = tuple((each.id, each.name(locale)) for each in rows)
    return present.choices[key]


def ids(kind: Kind) -> tuple[str, ...]:
    """Return the ids of all concepts of a kind, retired ones too: postings may hold them."""
    present = edition()
    if kind not in present.ids:
        present.ids[kind] = tuple(each.id for each in present.vocabulary.by_kind(kind))
    return present.ids[kind]


def concepts_in(text: str) -> tuple[str, ...]:
    """Return the concepts a text names, in order."""
    return vocabulary().concepts_in(text)


def named(text: str) -> str | None:
    """Return the concept that the whole text names, in either language."""
    return vocabulary().named(text)


def chosen(text: str) -> str | None:
    """Return the concept that an entry of a form means: a retired one's name too, so that a choice outlives it."""
    return named(text) or edition().retired_names.get(fold(text))


def own_words(note: str, concept_id: str) -> str:
    """Return what a person wrote about a concept, or nothing where it only names the concept once more."""
    return "" if chosen(note) == concept_id else note


def expand(concept_ids: list[str]) -> tuple[str, ...]:
    """Return the concepts and all they imply: who knows S/4HANA knows SAP."""
    return vocabulary().expand(concept_ids)


def search_tokens(text: str) -> list[str]:
    """Return the tokens under which a document is found."""
    return _text.search_tokens(text, vocabulary())


def query_terms(text: str) -> list[Term]:
    """Return what a document must hold to be found by these words."""
    return _text.query_terms(text, vocabulary())


def init_app(app: Flask) -> None:
    """Offer `concept` to templates: an id becomes a name in the reader's language; and `own_words` beside it."""
    app.jinja_env.filters.update(concept=label, own_words=own_words)
