"""A CandidateIndex as a folder: arrays that every process maps instead of reading, and the records as lines of JSON.

A folder is written beside its final place and renamed, so that a reader never meets half of one; who comes in the
moment between two renames finds none, and tries again.
"""

import hashlib
import json
import mmap
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from matching.encoding import encode
from matching.index import CandidateIndex
from matching.records import Candidate
from matching.vocabulary import Vocabulary

FORMAT = 2
_TABLES = ("columns", "projects", "blocked")
_PARTS = ("data", "indices", "indptr")


class UnusableIndex(ValueError):
    """A folder that is no index, or is one of another format or vocabulary: build it again."""


class RecordLines(Sequence[Candidate]):
    """Candidates in a mapped file, each read when it is asked for."""

    def __init__(self, path: Path, ends: NDArray[np.int64]) -> None:
        self._ends = ends
        with path.open("rb") as file:
            size = path.stat().st_size
            self._bytes: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, row: int) -> Candidate: ...
    @overload
    def __getitem__(self, row: slice) -> list[Candidate]: ...
    def __getitem__(self, row: int | slice) -> Candidate | list[Candidate]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        if not 0 <= row < len(self):
            raise IndexError(row)
        begin = int(self._ends[row - 1]) if row else 0
        return Candidate.from_dict(json.loads(self._bytes[begin : int(self._ends[row])]))


def save(index: CandidateIndex, folder: Path) -> None:
    """Write the index, replacing one that stands there; processes that have the old one mapped keep it."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, array in _arrays(index):
        np.save(fresh / f"{name}.npy", array, allow_pickle=False)
    ends = []
    with (fresh / "candidates.jsonl").open("wb") as file:
        for one in index.candidates:
            file.write(json.dumps(one.to_dict(), ensure_ascii=False).encode() + b"\n")
            ends.append(file.tell())
    np.save(fresh / "ends.npy", np.array(ends, dtype=np.int64), allow_pickle=False)
    manifest = {
        "format": FORMAT,
        "as_of": index.as_of.isoformat(),
        "ids": index.ids,
        "concept_ids": index.concept_ids,
        "vocabulary": _fingerprint(index.vocabulary),
        **{table: sorted(getattr(index, table)) for table in _TABLES},
        "concepts": sorted(index.concepts),
    }
    (fresh / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    stale = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(stale, ignore_errors=True)
    if folder.exists():
        folder.rename(stale)
    fresh.rename(folder)
    shutil.rmtree(stale, ignore_errors=True)


def load(folder: Path, vocabulary: Vocabulary) -> CandidateIndex:
    """Map an index; raises `UnusableIndex` unless it was built with this format and this vocabulary."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        same = manifest["format"] == FORMAT and manifest["vocabulary"] == _fingerprint(vocabulary)
        index = _load(folder, manifest, vocabulary) if same else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableIndex(f"{folder} is not an index: {error}") from error
    if index is None:
        raise UnusableIndex(f"{folder} was built with another format or vocabulary")
    return index


def _load(folder: Path, manifest: dict[str, Any], vocabulary: Vocabulary) -> CandidateIndex:
    def array(name: str) -> NDArray[Any]:
        path = folder / f"{name}.npy"
        mapped: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
        return mapped

    def matrix(name: str) -> csc_matrix:
        shape = tuple(int(size) for size in array(f"{name}.shape"))
        return csc_matrix(tuple(array(f"{name}.{part}") for part in _PARTS), shape=shape, copy=False)

    tables = {table: {name: array(f"{table}.{name}") for name in manifest[table]} for table in _TABLES}
    return CandidateIndex(
        candidates=RecordLines(folder / "candidates.jsonl", array("ends")),
        ids=tuple(manifest["ids"]),
        vocabulary=vocabulary,
        as_of=date.fromisoformat(manifest["as_of"]),
        columns=tables["columns"],
        projects=tables["projects"],
        blocked=tables["blocked"],
        concept_ids=tuple(manifest["concept_ids"]),
        concepts={name: matrix(f"concepts.{name}") for name in manifest["concepts"]},
        idf=array("idf"),
        text=matrix("text"),
        project_text=matrix("project_text"),
    )


def _arrays(index: CandidateIndex) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "idf", index.idf
    for table in _TABLES:
        for name, column in getattr(index, table).items():
            yield f"{table}.{name}", column
    matrices = {"text": index.text, "project_text": index.project_text}
    matrices |= {f"concepts.{name}": matrix for name, matrix in index.concepts.items()}
    for name, matrix in matrices.items():
        yield f"{name}.shape", np.array(matrix.shape, dtype=np.int64)
        for part in _PARTS:
            yield f"{name}.{part}", getattr(matrix, part)


def _fingerprint(vocabulary: Vocabulary) -> str:
    """Change whenever a concept or a name does, because both are in the columns."""
    plain = json.dumps([encode(one) for one in vocabulary], ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
