"""A fitted ranker on disk: the model, and a manifest of what it is, from what it was learned and how good it was.

A model is taken back only into the surroundings it was made in: scikit-learn's trees are not promised to mean the same
in another version, and another order of features would mean something else altogether. What is refused is refused with
a word; whoever asks falls back to the hand-set weights.
"""

import hashlib
import json
import os
import pickle
import platform
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import joblib
import numpy as np
import scipy
import sklearn
from numpy.typing import ArrayLike

from matching.catalogue import FEATURE_NAMES
from matching.learned import LearnedScorer
from matching.ranker import Ranker
from matching.records import InvalidRecord, Record

FORMAT = 1
Stored = Ranker | LearnedScorer
_MODEL, _MANIFEST = "model.joblib", "manifest.json"


class UnusableModel(ValueError):
    """A folder that holds no model, a damaged one, or one of other libraries or features: train again."""


@dataclass(frozen=True, slots=True)
class Manifest(Record):
    """What a stored model is. `made_at` is ISO 8601; `data` the hash of what it was learned from; `metrics` by name."""

    kind: str
    made_at: str
    data: str
    pairs: int
    groups: int
    features: tuple[str, ...]
    libraries: Mapping[str, str]
    sha256: str
    metrics: Mapping[str, float] = field(default_factory=dict)
    format: int = FORMAT


def libraries() -> dict[str, str]:
    """Return the versions that a model's meaning hangs on."""
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    }


def data_hash(*arrays: ArrayLike) -> str:
    """Return a hash of what was learned from: rows, grades, groups and weights, in this order."""
    found = hashlib.sha256()
    for array in arrays:
        given = np.ascontiguousarray(array)
        found.update(f"{given.dtype.str}{given.shape}".encode())
        found.update(given.tobytes())
    return found.hexdigest()


def save(  # noqa: PLR0913 - what a manifest holds, by name
    ranker: Stored,
    folder: Path,
    *,
    made_at: datetime,
    data: str,
    pairs: int,
    groups: int,
    metrics: Mapping[str, float],
    features: Sequence[str] = FEATURE_NAMES,
) -> Manifest:
    """Write a model beside its final place and rename it; raises `FileExistsError` where one stands already."""
    if folder.exists():
        raise FileExistsError(folder)
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    joblib.dump(ranker, fresh / _MODEL)
    manifest = Manifest(
        kind=type(ranker).__name__,
        made_at=made_at.isoformat(),
        data=data,
        pairs=pairs,
        groups=groups,
        features=tuple(features),
        libraries=libraries(),
        sha256=_hash_of(fresh / _MODEL),
        metrics=dict(metrics),
    )
    (fresh / _MANIFEST).write_text(json.dumps(manifest.to_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
    _flushed(fresh.iterdir())
    fresh.rename(folder)
    return manifest


def manifest_of(folder: Path) -> Manifest:
    """Read what a model is without loading it; raises `UnusableModel`."""
    try:
        manifest = Manifest.from_dict(json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, InvalidRecord) as error:
        raise UnusableModel(f"{folder.name} has no manifest that can be read: {error}") from error
    return manifest


def load(folder: Path, *, features: Sequence[str] = FEATURE_NAMES) -> tuple[Stored, Manifest]:
    """Return a stored ranker and its manifest; raises `UnusableModel`, with the reason, rather than guess."""
    manifest = manifest_of(folder)
    if manifest.format != FORMAT:
        raise UnusableModel(f"{folder.name} is of format {manifest.format}, not {FORMAT}")
    if manifest.features != tuple(features):
        raise UnusableModel(f"{folder.name} was learned from other features")
    other = {name: version for name, version in libraries().items() if manifest.libraries.get(name) != version}
    if other:
        names = ", ".join(f"{name} {manifest.libraries.get(name)} (here {version})" for name, version in other.items())
        raise UnusableModel(f"{folder.name} was made with {names}")
    try:
        same = _hash_of(folder / _MODEL) == manifest.sha256
        ranker = joblib.load(folder / _MODEL) if same else None
    except (OSError, ValueError, EOFError, ImportError, AttributeError, pickle.UnpicklingError) as error:
        raise UnusableModel(f"{folder.name} cannot be read: {error}") from error
    if not isinstance(ranker, Stored):
        raise UnusableModel(f"{folder.name} is damaged" if ranker is None else f"{folder.name} holds no ranker of ours")
    return ranker, manifest


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flushed(paths: Iterable[Path]) -> None:
    """Have the files on disk before the name that promises them."""
    for path in paths:
        with path.open("rb") as file:
            os.fsync(file.fileno())
