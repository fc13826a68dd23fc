"""Judged pairs in svmlight form, as the public learning-to-rank sets come."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_svmlight_file

MOST = 2**30
"""Values of a file that are held at once, as float32: 4 GB."""
HIGHEST = 31  # grade, usual ones are 0 to 4: prices or years in their place would be gains beyond all numbers
SAID = 80  # characters of what the parser says, which quotes what it found

Judged = tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.intp]]


def load(path: Path, *, columns: int | None = None) -> Judged:
    """Return rows (n, d), grades (n,) and groups (n,) of a file.

    Groups are its `qid:` fields or, where a file of the same name and `.query` stands beside it, the counts in that,
    one a line. `columns` widens a file whose last columns are all empty. Raises `ValueError` where the two disagree,
    and with the name of a file that is no such file, holds nothing, or grades that no gain (2^grade) is made of.
    """
    beside = path.with_name(f"{path.name}.query")
    try:
        rows, grades, named = load_svmlight_file(str(path), n_features=columns, query_id=True)
    except ValueError as error:
        raise ValueError(f"{path.name} is no svmlight file: {str(error)[:SAID]}") from error
    if not len(grades):
        raise ValueError(f"{path.name} holds no rows")
    if rows.shape[0] * rows.shape[1] > MOST:
        raise ValueError(f"{path.name} is {rows.shape[0]} rows by {rows.shape[1]} columns, more than is held densely")
    if not np.isfinite(rows.data).all() or not np.isfinite(grades).all():
        raise ValueError(f"{path.name} holds values that are no numbers")
    if beside.exists():
        sizes = np.loadtxt(beside, dtype=np.intp, ndmin=1)
        if sizes.sum() != len(grades):
            raise ValueError(f"{beside.name} counts {sizes.sum()} rows, {path.name} has {len(grades)}")
        named = np.repeat(np.arange(len(sizes)), sizes)
    elif len(named) != len(grades):
        raise ValueError(f"{path.name} names no queries, and there is no {beside.name}")
    if (np.abs(grades) > HIGHEST).any():
        raise ValueError(f"{path.name} holds grades beyond {HIGHEST}; a gain is 2^grade - 1")
    return rows.toarray().astype(np.float32), grades.astype(np.float64), named.astype(np.intp)


def load_both(train: Path, test: Path) -> tuple[Judged, Judged]:
    """Load two files as wide as the wider of them."""
    one, other = load(train), load(test)
    width = max(one[0].shape[1], other[0].shape[1])
    return (_widened(one[0], width), *one[1:]), (_widened(other[0], width), *other[1:])


def _widened(rows: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    return np.pad(rows, ((0, 0), (0, width - rows.shape[1])))
