"""Texts as their heaviest words, one number each, and how like a posting they are.

A text is a row of as many numbers as it may keep words: the upper 18 bits are the word (hashed, so that a new word
needs no table and texts can be indexed apart), the lower 14 its weight. Weights are (1 + log count) × idf; a row has
unit length before it is rounded. The common endings and particles that fill a text weigh least and are the first to
go, so an index has the same size however long people write. Rows of one width are fetched by copying whole rows.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.text import likeness_tokens
from matching.vocabulary import Vocabulary

Vector = NDArray[np.float32]
Words = NDArray[np.uint32]

COLUMNS = 2**18
WORDS_KEPT = 44
_BITS = 14
_MOST = 2**_BITS - 1
_REMEMBERED = 4096
_LONGEST_REMEMBERED = 2000
"""Longer texts are cut anew each time rather than kept."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Words of n texts: text `row[i]` holds word `column[i]` `count[i]` times, rows in order."""

    size: int
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    count: Vector


def counted(texts: Sequence[str], vocabulary: Vocabulary) -> Counts:
    found = [_columns(text, vocabulary) for text in texts]
    lengths = [len(columns) for columns, _ in found]
    empty = (np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32))
    columns, counts = (np.concatenate([one[at] for one in (*found, empty)]) for at in (0, 1))
    return Counts(len(texts), np.repeat(np.arange(len(texts)), lengths), columns, counts)


def idf_of(counts: Sequence[Counts]) -> Vector:
    """Return log((1 + n) / (1 + texts that hold the word)) + 1 for every word, shape (2^18,)."""
    size, held = sum(one.size for one in counts), np.zeros(COLUMNS)
    for one in counts:
        held += np.bincount(one.column, minlength=COLUMNS)
    idf: Vector = (np.log((1 + size) / (1 + held)) + 1).astype(np.float32)
    return idf


def packed(counts: Counts, idf: Vector, width: int) -> Words:
    """Return the `width` heaviest words of each text, the heaviest first, shape (n, width); 0 where there are fewer."""
    weight = (1 + np.log(counts.count)) * idf[counts.column]
    order = np.lexsort((counts.column, -weight, counts.row))
    row = counts.row[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    order, row, place = order[place < width], row[place < width], place[place < width]
    weight, column = weight[order], counts.column[order]
    lengths = np.sqrt(np.bincount(row, weight.astype(np.float64) ** 2, minlength=counts.size))
    rounded = np.maximum(np.rint(weight / lengths[row] * _MOST), 1)
    words: Words = np.zeros((counts.size, width), dtype=np.uint32)
    words[row, place] = (column.astype(np.uint32) << np.uint32(_BITS)) | rounded.astype(np.uint32)
    return words


@dataclass(frozen=True, slots=True)
class Sought:
    """Texts whose words are looked for in others: `place` (2^18,) says which of `weights` a word has, 0 of no text.

    `weights` (texts, 1 + words) hold each text as weights of unit length. Most words of a profile are in no posting:
    one look tells so, whatever the number of texts, in a table that stays in a processor's nearer memory.
    """

    place: NDArray[np.unsignedinteger[Any]]
    weights: Vector

    def only(self, *texts: int) -> "Sought":
        """Return some of the texts, in this order."""
        return Sought(self.place, self.weights[list(texts)])


def sought(texts: Sequence[str], vocabulary: Vocabulary, idf: Vector) -> Sought:
    """Read texts to look for; `idf` (2^18,) weighs words."""
    found = [_columns(text, vocabulary) for text in texts]
    words = np.unique(np.concatenate([np.empty(0, dtype=np.intp), *(columns for columns, _ in found)]))
    place = np.zeros(COLUMNS, dtype=np.min_scalar_type(len(words)))
    place[words] = np.arange(1, 1 + len(words))
    weights = np.zeros((len(texts), 1 + len(words)), dtype=np.float32)
    for at, (columns, counts) in enumerate(found):
        weight = (1 + np.log(counts)) * idf[columns]
        weights[at, place[columns]] = weight / np.float32(max(np.sqrt(weight @ weight), np.finfo(np.float32).tiny))
    return Sought(place, weights)


def cosines(words: Words, asked: Sought) -> Vector:
    """Return the cosine of each text (n, width) to each text sought, 0 to 1, shape (sought, n)."""
    flat = words.ravel()
    places = asked.place.take(flat >> np.uint32(_BITS))
    shared = np.flatnonzero(places != 0)  # of truth values, which is six times as fast as of numbers
    row, of_words = shared // words.shape[1], places[shared]
    weights = (flat[shared] & np.uint32(_MOST)).astype(np.float32)
    found = [np.bincount(row, weights * table[of_words], minlength=len(words)) for table in asked.weights]
    likeness: Vector = np.array(found, dtype=np.float32).reshape(len(asked.weights), len(words))
    likeness *= np.float32(1 / _MOST)
    return np.minimum(likeness, 1, out=likeness)


def nearest(own: Vector, of_projects: Vector, begin: NDArray[np.intp]) -> Vector:
    """Return each profile's best cosine, of its own text or one of its projects, which begin at `begin`; (texts, n).

    Telling more never takes away then, as it does from a cosine to all texts together.
    """
    best: Vector = np.maximum(own, np.maximum.reduceat(of_projects, begin, axis=1)) if len(begin) else own
    return best


def _columns(text: str, vocabulary: Vocabulary) -> tuple[NDArray[np.intp], Vector]:
    return _cut_again(text, vocabulary) if len(text) <= _LONGEST_REMEMBERED else _cut(text, vocabulary)


def _cut(text: str, vocabulary: Vocabulary) -> tuple[NDArray[np.intp], Vector]:
    counts = Counter(zlib.crc32(token.encode()) % COLUMNS for token in likeness_tokens(text, vocabulary))
    return np.fromiter(counts.keys(), np.intp, len(counts)), np.fromiter(counts.values(), np.float32, len(counts))


_cut_again = lru_cache(maxsize=_REMEMBERED)(_cut)
