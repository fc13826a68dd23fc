"""Pair features that hang on no posting: how somebody stands.

Their part of a linear score is the same for every posting of a day, so it is added up once for each part of an index
and kept beside it, for the weights used last.
"""

from collections.abc import Mapping
from datetime import date
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from matching.catalogue import AT
from matching.index import Part, Rows
from matching.words import Vector

_MANY_CONTRACTS = 10
_MANY_CERTIFICATES = 3
_USUAL_DAYS = 5
_HALF_LIFE_DAYS = 5 * 365

_COLUMNS = (
    "days_max", "days_free", "certificates", "latest", "review", "finished", "renewed", "answered", "completeness",
)  # fmt: skip

_SUMS: WeakKeyDictionary[Part, tuple[date, bytes, Vector]] = WeakKeyDictionary()
_RECENCIES: WeakKeyDictionary[Part, tuple[date, Vector]] = WeakKeyDictionary()


def standing_features(part: Part, as_of: date, rows: Rows | slice = slice(None)) -> Mapping[str, Vector]:
    """Return each feature for some rows of the part, or for all."""
    columns = {name: part.columns[name][rows] for name in _COLUMNS}
    most = np.float32(1 / np.log1p(_MANY_CONTRACTS))
    load = (columns["days_max"] - columns["days_free"]) * np.float32(1 / _USUAL_DAYS)
    return {
        "load": np.minimum(np.maximum(load, 0), 1),
        "certifications_held": np.minimum(columns["certificates"] * np.float32(1 / _MANY_CERTIFICATES), 1),
        "project_recency": fading(columns["latest"], as_of),
        "review": np.minimum(np.maximum((columns["review"] - 1) * np.float32(0.25), 0), 1),
        "finished": np.minimum(columns["finished"] * most, 1),
        "renewed": np.minimum(columns["renewed"] * most, 1),
        "answered": columns["answered"],
        "completeness": columns["completeness"],
    }


def standing_sum(part: Part, as_of: date, slopes: NDArray[np.float64]) -> Vector:
    """Return the sum of the features by their slopes for everybody, shape (n,); not to be written into."""
    kept = _SUMS.get(part)
    if kept is None or kept[:2] != (as_of, slopes.tobytes()):
        found = np.zeros(len(part), dtype=np.float32)
        for name, column in standing_features(part, as_of).items():
            found += column * np.float32(slopes[AT[name]])
        found.flags.writeable = False
        kept = _SUMS[part] = (as_of, slopes.tobytes(), found)
    return kept[2]


def recency_of_projects(part: Part, as_of: date) -> Vector:
    """Return the feature `project_recency` of everybody, shape (n,); not to be written into."""
    kept = _RECENCIES.get(part)
    if kept is None or kept[0] != as_of:
        found = fading(part.columns["latest"], as_of)
        found.flags.writeable = False
        kept = _RECENCIES[part] = (as_of, found)
    return kept[1]


def fading(ended: Rows, as_of: date) -> Vector:
    """Halve what is past every five years; what goes on ends after today."""
    age = np.maximum(as_of.toordinal() - ended, 0).astype(np.float32)
    faded: Vector = np.exp2(age * np.float32(-1 / _HALF_LIFE_DAYS))
    return faded
