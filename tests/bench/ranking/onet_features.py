"""Pair features of occupations: texts, profiles, tools, and how near the two stand among all others.

Every feature is an (n, n) array: the row is the occupation asked for, the column the one that is ranked. None of them
reads a grade.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from tests.bench.ranking.needs import needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scipy.sparse import csr_matrix

    from tests.bench.ranking.onet_tables import Matrix, Occupations

_WORD = re.compile(r"[a-z]{2,}")
_ENDINGS = ("ations", "ation", "ingly", "ings", "ing", "edly", "ers", "ors", "er", "or", "ies", "es", "ed", "ly", "s")
_STEM = 3
NEIGHBOURS = 20
_RANKED = (
    "text", "text_meaning", "alternates_meaning", "tasks_aligned", "alternates_aligned", "knowledge", "skills",
    "profile_white", "tools", "alternates_bm25", "interests",
)  # fmt: skip
_MIXED = (
    "text_meaning", "text", "alternates_meaning", "knowledge", "skills", "soc", "tasks_aligned", "alternates_aligned",
    "profile_white",
)  # fmt: skip


def stems(text: str) -> list[str]:
    """Return the words of a text without their commonest endings."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in ENGLISH_STOP_WORDS]


def _stem(word: str) -> str:
    ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _STEM), "")
    return word[: len(word) - len(ending)]


def full_texts(of: Occupations) -> list[str]:
    lists = [of.lists[name] for name in ("titles", "alternates", "tasks", "descriptions")]
    return [" ".join(text for part in parts for text in part) for parts in zip(*lists, strict=True)]


def pair_features(of: Occupations) -> dict[str, Matrix]:
    """Compute all features by name; about a minute."""
    found: dict[str, Matrix] = {}
    for part in (_texts(of), _meanings(of), _words_found(of), _tools(of), _profiles(of), _classes(of)):
        found.update(part)
    for name, texts, width, best in (
        ("tasks", of.lists["tasks"], 100, 3),
        ("alternates", of.lists["alternates"], 60, 5),
    ):
        aligned, closest = _aligned(texts, width, best)
        found |= {f"{name}_aligned": aligned, f"{name}_aligned_back": aligned.T, f"{name}_closest": closest}
    for name in _RANKED:
        found[f"{name}_rank"] = place(found[name])
        found[f"{name}_rank_back"] = found[f"{name}_rank"].T
    mixed = np.mean([(found[name] - found[name].mean()) / found[name].std() for name in _MIXED], axis=0)
    rank = place(mixed)
    near = (-rank < np.log1p(NEIGHBOURS)).astype(np.float32)
    return found | {"mixed": mixed, "mixed_rank": rank, "mixed_rank_back": rank.T, "shared": near @ near.T / NEIGHBOURS}


def place(likeness: Matrix) -> Matrix:
    """Return minus the logarithm of each one's place in its row, the row's own occupation last."""
    others = likeness.copy()
    np.fill_diagonal(others, -np.inf)
    ranks: Matrix = -np.log1p(np.argsort(np.argsort(-others, axis=1), axis=1)).astype(np.float32)
    return ranks


def cosine(table: csr_matrix | Matrix) -> Matrix:
    unit = normalize(table)
    product = unit @ unit.T
    return np.asarray(product.todense() if hasattr(product, "todense") else product, dtype=np.float32)


def words(texts: Sequence[str], analyzer: Callable[[str], list[str]] = stems) -> csr_matrix:
    return TfidfVectorizer(sublinear_tf=True, analyzer=analyzer, dtype=np.float32).fit_transform(texts)


def bm25(asked: Sequence[str], texts: Sequence[str]) -> Matrix:
    """Okapi BM25 of each text for each question, shape (n, n)."""
    index = needed("bm25s").BM25(k1=1.2, b=0.75)
    index.index([stems(text) for text in texts], show_progress=False)
    return np.stack([index.get_scores(stems(text)) for text in asked]).astype(np.float32)


def _pairs(text: str) -> list[str]:
    found = stems(text)
    return [*found, *(f"{one} {other}" for one, other in pairwise(found))]


def _texts(of: Occupations) -> Iterator[tuple[str, Matrix]]:
    joined = {name: [" ; ".join(texts) for texts in of.lists[name]] for name in of.lists}
    for name, analyzer in (("titles", stems), ("descriptions", stems), ("alternates", stems), ("tasks", _pairs)):
        yield f"{name}_words", cosine(words(joined[name], analyzer))
    yield "text", cosine(words(full_texts(of)))
    for name, lengths, least in (("titles", (2, 4), 1), ("alternates", (3, 5), 2)):
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=lengths, min_df=least, sublinear_tf=True)
        yield f"{name}_letters", cosine(letters.fit_transform(joined[name]))


def _meanings(of: Occupations) -> Iterator[tuple[str, Matrix]]:
    """Latent semantic analysis (Deerwester et al., 1990)."""
    joined = {name: [" ; ".join(texts) for texts in of.lists[name]] for name in ("tasks", "alternates")}
    for name, texts, width in (("text", full_texts(of), 200), *((name, joined[name], 120) for name in joined)):
        yield f"{name}_meaning", cosine(TruncatedSVD(width, random_state=0).fit_transform(words(texts)))


def _words_found(of: Occupations) -> Iterator[tuple[str, Matrix]]:
    asked = [" ".join(one + other) for one, other in zip(of.lists["titles"], of.lists["descriptions"], strict=True)]
    found = bm25(asked, full_texts(of))
    found /= found.max(axis=1, keepdims=True)
    alternates = [" ; ".join(texts) for texts in of.lists["alternates"]]
    called = bm25(alternates, alternates)
    called /= np.maximum(called.diagonal()[:, None], 1e-6)
    yield from (("bm25", found), ("bm25_back", found.T))
    yield "alternates_bm25", called
    held = CountVectorizer(analyzer=_lowered, binary=True, dtype=np.float32).fit_transform(of.lists["alternates"])
    sizes = np.sqrt(np.maximum(np.asarray(held.sum(axis=1)), 1))
    yield "alternates_shared", (np.asarray((held @ held.T).todense()) / (sizes @ sizes.T)).astype(np.float32)
    yield "alternates_count", np.broadcast_to(2 * np.log(sizes).T, (len(of), len(of))).astype(np.float32)


def _tools(of: Occupations) -> Iterator[tuple[str, Matrix]]:
    for name in ("tools", "commodities"):
        yield name, cosine(TfidfVectorizer(analyzer=_lowered, dtype=np.float32).fit_transform(of.lists[name]))
    held = CountVectorizer(analyzer=_lowered, binary=True, dtype=np.float32).fit_transform(of.lists["tools"])
    rare = held.multiply(np.log(len(of) / np.maximum(np.bincount(held.indices), 1)) + 1).tocsr()
    covered = np.asarray((rare @ held.T).todense(), dtype=np.float32)
    covered /= np.maximum(np.asarray(rare.sum(axis=1)), 1e-6)
    yield from (("tools_covered", covered), ("tools_covered_back", covered.T))


def _profiles(of: Occupations) -> Iterator[tuple[str, Matrix]]:
    standard = {name: _standard(table) for name, table in of.profiles.items()}
    for name, table in standard.items():
        yield name, cosine(table)
        yield f"{name}_near", _nearness(table)
    everything = np.hstack([table / np.sqrt(table.shape[1]) for table in standard.values()])
    yield "profile", cosine(everything)
    yield "profile_near", _nearness(everything)
    yield "profile_white", cosine(PCA(30, whiten=True, random_state=0).fit_transform(everything))
    for name in ("skill", "knowledge"):
        important = of.profiles["skills" if name == "skill" else name]
        weights = np.nan_to_num((important - 1) / 4).astype(np.float32) ** 2
        covered = _coverage(weights, np.nan_to_num(of.profiles[f"{name}_levels"]))
        yield from ((f"{name}_covered", covered), (f"{name}_covered_back", covered.T))


def _classes(of: Occupations) -> Iterator[tuple[str, Matrix]]:
    yield "zone_near", -np.abs(of.zones[:, None] - of.zones[None, :])
    yield "zone_up", of.zones[None, :] - of.zones[:, None]
    prefixes = [np.array([code[:length] for code in of.codes]) for length in (2, 4, 6, 7)]
    yield "soc", np.sum([one[:, None] == one[None, :] for one in prefixes], axis=0).astype(np.float32)
    major = np.array([int(code[:2]) for code in of.codes], dtype=np.float32)
    yield "soc_near", -np.abs(major[:, None] - major[None, :])


def _aligned(lists: Sequence[Sequence[str]], width: int, best: int) -> tuple[Matrix, Matrix]:
    """For each text of one the likest text of the other: their mean, and the mean of the best few."""
    texts = [text for each in lists for text in (each or [""])]
    owner = np.repeat(np.arange(len(lists)), [max(len(each), 1) for each in lists])
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    meaning = TruncatedSVD(width, random_state=0).fit_transform(words(texts))
    unit = normalize(meaning).astype(np.float32)
    aligned, closest = (np.empty((len(lists), len(lists)), dtype=np.float32) for _ in range(2))
    for row in range(len(lists)):
        likest = np.maximum.reduceat(unit[owner == row] @ unit.T, starts, axis=1)
        aligned[row], closest[row] = likest.mean(axis=0), np.sort(likest, axis=0)[-best:].mean(axis=0)
    return aligned, closest


def _standard(table: Matrix) -> Matrix:
    """Scale each element to mean 0 and deviation 1; what O*NET does not know stays at the mean."""
    scaled: Matrix = np.nan_to_num((table - np.nanmean(table, axis=0)) / (np.nanstd(table, axis=0) + 1e-6))
    return scaled


def _nearness(table: Matrix) -> Matrix:
    squares = (table**2).sum(axis=1)
    apart = np.maximum(squares[:, None] + squares[None, :] - 2 * table @ table.T, 0)
    near: Matrix = -np.sqrt(apart / table.shape[1]).astype(np.float32)
    return near


def _coverage(weights: Matrix, levels: Matrix) -> Matrix:
    """Return how much of what one needs the other has: the weighted lesser of both levels, over one's own."""
    rows = [
        (weight * np.minimum(levels, own)).sum(axis=1) / max((weight * own).sum(), 1e-6)
        for weight, own in zip(weights, levels, strict=True)
    ]
    return np.stack(rows).astype(np.float32)


def _lowered(texts: list[str]) -> list[str]:
    return [text.lower() for text in texts]
