"""Texts of the trade in other words: `python -m tests.bench.ranking.japanese [--json FILE]`.

118 queries (Japanese, katakana, English, abbreviations) to 138 lines of profiles, TF-IDF cosine over the tokens of each
way of cutting text; recall among the first five, mean reciprocal rank, nDCG@10. The set was written for this project
and the vocabulary was not fitted to it; what it does for terms it does not know stands in a row of its own.
"""

from __future__ import annotations

import argparse
import json
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.characters import normalise
from matching.evaluate import ndcg_at_k, paired_bootstrap, reciprocal_rank
from matching.text import likeness_tokens
from matching.vocabulary import Vocabulary, default_vocabulary
from tests.bench.ranking.needs import data_folder, needed
from tests.bench.ranking.report import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Cut = Callable[[str], list[str]]

FIRST = 5


def characters(text: str) -> list[str]:
    """Characters and pairs of them, Latin words not kept whole."""
    plain = normalise(text).replace(" ", "")
    return [*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))]


@cache
def _sudachi() -> Any:  # noqa: ANN401 - ships no types
    sudachi = needed("sudachipy")
    return sudachi.Dictionary().tokenizer(mode=sudachi.SplitMode.A)


def morphemes(text: str) -> list[str]:
    """Sudachi's normalised forms, without particles and signs."""
    idle = {"助詞", "助動詞", "補助記号", "空白"}
    return [one.normalized_form() for one in _sudachi().tokenize(text) if one.part_of_speech()[0] not in idle]


def synonyms(text: str) -> list[str]:
    """The same with the synonym groups of SudachiDict."""
    groups = [f"group {group}" for one in _sudachi().tokenize(text) for group in one.synonym_group_ids()]
    return [*morphemes(text), *groups]


CUTS: dict[str, Cut] = {
    "character 1-2-grams": characters,
    "Sudachi, normalised": morphemes,
    "Sudachi with its synonyms": synonyms,
    "ours without the vocabulary": partial(likeness_tokens, vocabulary=Vocabulary([])),
    "ours with the vocabulary": likeness_tokens,
}
PLAIN, OURS = "character 1-2-grams", "ours with the vocabulary"


def _lines(name: str) -> list[list[str]]:
    path = data_folder("pmo-ja") / name
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]


def ranked(cut: Cut, queries: Sequence[str], texts: Sequence[str]) -> NDArray[np.intp]:
    """Return for each query the texts from the likest on, shape (queries, texts)."""
    weigher = TfidfVectorizer(analyzer=cut, sublinear_tf=True)
    known = weigher.fit_transform(texts)
    likeness = np.asarray((weigher.transform(queries) @ known.T).todense())
    return np.argsort(-likeness, axis=1, kind="stable")


def measures(order: NDArray[np.intp], grades: NDArray[np.intp]) -> dict[str, NDArray[np.float64]]:
    """Return each measure of each query."""
    in_order = np.take_along_axis(grades, order, axis=1)
    return {
        f"recall@{FIRST}": in_order[:, :FIRST].sum(axis=1) / np.maximum(grades.sum(axis=1), 1),
        "mrr": np.array([reciprocal_rank(row) for row in in_order]),
        "ndcg@10": np.array([ndcg_at_k(row) for row in in_order]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    texts, queries = [line[1] for line in _lines("docs.tsv")], [line[1] for line in _lines("queries.tsv")]
    grades = np.zeros((len(queries), len(texts)), dtype=np.intp)
    for query, _, text, grade in _lines("qrels.tsv"):
        grades[int(query), int(text)] = int(grade)
    vocabulary = default_vocabulary()
    unknown = np.array([not vocabulary.concepts_in(query) for query in queries])
    told(
        f"pmo-ja: {len(queries)} queries, {len(texts)} texts; {unknown.sum()} queries name nothing the vocabulary knows"
    )
    found = {name: measures(ranked(cut, queries, texts), grades) for name, cut in CUTS.items()}
    table = []
    for name, values in found.items():
        row = {"cut": name, **{measure: float(each.mean()) for measure, each in values.items()}}
        row |= {f"{measure}, unknown terms": float(each[unknown].mean()) for measure, each in values.items()}
        table.append(row)
        told(f"  {name:<30}" + "  ".join(f"{key} {value:.3f}" for key, value in row.items() if key != "cut"))
    apart = paired_bootstrap(found[OURS]["ndcg@10"].tolist(), found[PLAIN]["ndcg@10"].tolist())
    told(f"  ours to characters, nDCG@10: {apart.mean:+.3f} [{apart.low:+.3f}, {apart.high:+.3f}]")
    if given.json:
        given.json.write_text(json.dumps(table, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
