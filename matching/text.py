"""Cutting text into tokens: for similarities inside `matching`, and for a product's full-text search.

Japanese is not cut into words. Two neighbouring characters are a token, which needs no dictionary, is never wrong
about a new word, and finds parts of words.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matching.characters import JAPANESE, normalise
from matching.vocabulary import Vocabulary, default_vocabulary

__all__ = [
    "Alternative",
    "Pieces",
    "Term",
    "likeness_tokens",
    "normalise",
    "query_terms",
    "search_tokens",
    "to_fts5",
    "to_tsquery",
    "tokens",
]

# A run of Japanese, or a word of anything else that is a letter or a digit; the rest (marks, emoji) separates.
_RUNS = re.compile(rf"([{JAPANESE}]+)|[^\W_{JAPANESE}]+")
_CHINESE = re.compile("[々\u3400-\u4dbf\u4e00-\u9fff]")
_LONGEST_WORD = 40
_LONGEST_CONCEPT = 90
_SHORTEST_PREFIX = 3
_GRAM = 3


def tokens(text: str, vocabulary: Vocabulary | None = None) -> list[str]:
    """Return words, pairs of Japanese characters (one alone where a run has only one), then ids of concepts.

    Concepts come with what they imply, so that texts about SAP and about S/4HANA have something in common.
    """
    vocabulary = default_vocabulary() if vocabulary is None else vocabulary
    found: list[str] = []
    for run, japanese in _runs(normalise(text)):
        if japanese and len(run) > 1:
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
        else:
            found.append(run)
    found.extend(vocabulary.expand(vocabulary.concepts_in(text)))
    return found


def likeness_tokens(text: str, vocabulary: Vocabulary | None = None) -> list[str]:
    """Return the tokens and each Chinese character by itself: what likeness of texts is measured by.

    A word that no list knows often shares one character with what it means (統合, 合併後): without the single ones such
    queries found next to nothing (`tests.bench.ranking.japanese`). They prove nothing by themselves.
    """
    return [*tokens(text, vocabulary), *_CHINESE.findall(normalise(text))]


def search_tokens(text: str, vocabulary: Vocabulary | None = None) -> list[str]:
    """Return the tokens of a document, each of `[a-z0-9]` only and each once, to be joined by spaces and indexed.

    SQLite's FTS5 (unicode61) and PostgreSQL's `to_tsvector('simple', …)` then split alike and need no tokenizer of
    ours. The first letter tells what a token is: `w` a Latin word, `x` another word in hexadecimal, `j` up to three
    Japanese characters as five hexadecimal digits each, `c` a concept, with everything it implies. A run 課題管理 gives
    課題管 題管理 管理 理: every character begins a token, so that a prefix finds one or two characters. Where a token
    stands is not kept: an index of positions had to be read for each document that merely holds the tokens of a
    phrase, which made a usual term fifty times slower.
    """
    vocabulary = default_vocabulary() if vocabulary is None else vocabulary
    found: list[str] = []
    for run, japanese in _runs(normalise(text)):
        found.extend(_japanese_tokens(run) if japanese else [_word_token(run)])
    found.extend(_concept_token(concept) for concept in vocabulary.expand(vocabulary.concepts_in(text)))
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Tokens that must all be there; with `prefix`, the only one may go on."""

    tokens: tuple[str, ...]
    prefix: bool


Alternative = tuple[Pieces, ...]
"""What must all be there."""
Term = tuple[Alternative, ...]
"""Alternatives of which one is enough."""


def query_terms(text: str, vocabulary: Vocabulary | None = None) -> list[Term]:
    """Split a query at white space into terms, all of which a document must satisfy.

    A term that names a concept is satisfied by the concept or by its own letters. 進捗管理 is found where 進捗管 and
    捗管理 both stand: three characters at a time, so only a text that holds all its threes elsewhere is found in
    error. A whole query that names a concept ("issue management") is one term. Terms of marks alone are left out; an
    empty list means no condition.
    """
    vocabulary = default_vocabulary() if vocabulary is None else vocabulary
    whole = normalise(text)
    parts = [whole] if vocabulary.named(whole) else whole.split(" ")
    terms: list[Term] = []
    for part in parts:
        pieces = tuple(_pieces(run, japanese=japanese) for run, japanese in _runs(part))
        if pieces:
            concept = vocabulary.named(part)
            by_concept: Term = ((Pieces((_concept_token(concept),), prefix=False),),) if concept else ()
            terms.append((*by_concept, pieces))
    return terms


def to_fts5(terms: list[Term]) -> str:
    """Write the terms as the right-hand side of MATCH; an empty string when there is no condition."""
    return _written(terms, " AND ", " OR ", lambda token, prefix: f'"{token}"' + ("*" if prefix else ""))


def to_tsquery(terms: list[Term]) -> str:
    """Write the terms for PostgreSQL's `to_tsquery('simple', …)`; an empty string when there is no condition."""
    return _written(terms, " & ", " | ", lambda token, prefix: token + (":*" if prefix else ""))


def _written(terms: list[Term], both: str, either: str, word: Callable[[str, bool], str]) -> str:
    def alternative(pieces: Alternative) -> str:
        return "(" + both.join(word(token, one.prefix) for one in pieces for token in one.tokens) + ")"

    return both.join("(" + either.join(map(alternative, term)) + ")" for term in terms)


def _runs(normalised: str) -> Iterator[tuple[str, bool]]:
    """Yield (run, whether it is Japanese); SAP導入 is two runs."""
    for found in _RUNS.finditer(normalised):
        yield found[0], found[1] is not None


def _pieces(run: str, *, japanese: bool) -> Pieces:
    if not japanese:
        return Pieces((_word_token(run),), prefix=len(run) >= _SHORTEST_PREFIX)
    if len(run) < _GRAM:
        return Pieces((_characters(run),), prefix=True)
    return Pieces(tuple(dict.fromkeys(_japanese_tokens(run)[: 1 - _GRAM])), prefix=False)


def _japanese_tokens(run: str) -> list[str]:
    return [_characters(run[at : at + _GRAM]) for at in range(len(run))]


def _characters(characters: str) -> str:
    return "j" + "".join(f"{ord(character):05x}" for character in characters)


def _word_token(word: str) -> str:
    """Long words are cut, in documents and queries alike, so that no token exceeds what an index takes."""
    word = word[:_LONGEST_WORD]
    return f"w{word}" if word.isascii() else f"x{word.encode().hex()}"[: 2 * _LONGEST_WORD + 1]


def _concept_token(concept_id: str) -> str:
    encoded = concept_id.encode()
    if len(encoded) > _LONGEST_CONCEPT:
        return f"d{hashlib.sha256(encoded).hexdigest()}"
    return f"c{encoded.hex()}"
