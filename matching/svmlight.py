"""Judged pairs in svmlight form, as the public learning-to-rank sets come."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_svmlight_file

Judged = tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.intp]]


def load(path: Path, *, columns: int | None = None) -> Judged:
    """Return rows (n, d), grades (n,) and groups (n,) of a file.

    Groups are its `qid:` fields or, where a file of the same name and `.query` stands beside it, the counts in that,
    one a line. `columns` widens a file whose last columns are all empty. Raises `ValueError` where the two disagree.
    """
    beside = path.with_name(f"{path.name}.query")
    rows, grades, named = load_svmlight_file(str(path), n_features=columns, query_id=True)
    if beside.exists():
        sizes = np.loadtxt(beside, dtype=np.intp, ndmin=1)
        if sizes.sum() != len(grades):
            raise ValueError(f"{beside.name} counts {sizes.sum()} rows, {path.name} has {len(grades)}")
        named = np.repeat(np.arange(len(sizes)), sizes)
    elif len(named) != len(grades):
        raise ValueError(f"{path.name} names no queries, and there is no {beside.name}")
    return rows.toarray().astype(np.float32), grades.astype(np.float64), named.astype(np.intp)


def load_both(train: Path, test: Path) -> tuple[Judged, Judged]:
    """Load two files as wide as the wider of them."""
    one, other = load(train), load(test)
    width = max(one[0].shape[1], other[0].shape[1])
    return (_widened(one[0], width), *one[1:]), (_widened(other[0], width), *other[1:])


def _widened(rows: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    return np.pad(rows, ((0, 0), (0, width - rows.shape[1])))
