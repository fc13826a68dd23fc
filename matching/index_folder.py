"""A CandidateIndex as a folder: arrays that every process maps instead of reading, and the records, each compressed.

A folder is written beside its final place and renamed, so that a reader never meets half of one; who comes in the
moment between two renames finds none, and tries again.
"""

import hashlib
import json
import mmap
import shutil
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, overload

import msgspec
import numpy as np
from numpy.typing import NDArray

from matching.encoding import decode, encode
from matching.evidence import Told, told_by
from matching.index import CandidateIndex, Lent, Part
from matching.records import Candidate
from matching.vocabulary import Concept, Vocabulary

FORMAT = 5
_TABLES = ("columns", "projects", "blocked", "held")
_RECORDS, _LIKELY, _MANIFEST, _VOCABULARY = "candidates.z", "likely.bin", "manifest.json", "vocabulary.json"
_RAW = -15
_LIKELY_SIZE = 2**15
"""Bytes of records that the others are compressed against; as far as the method looks back."""


class UnusableIndex(ValueError):
    """A folder that is no index, or is one of another format or vocabulary: build it again."""


@dataclass(frozen=True, slots=True)
class _Profile:
    candidate: Candidate
    told: list[list[str]]


_PROFILE = msgspec.json.Decoder(_Profile)
"""Straight from bytes to records: a ranking reads those of fifty people."""


class Records(Sequence[Candidate]):
    """Candidates in a mapped file, each read when it is asked for."""

    def __init__(self, folder: Path, ends: NDArray[np.int64]) -> None:
        self._ends = ends
        self._likely = (folder / _LIKELY).read_bytes()
        with (folder / _RECORDS).open("rb") as file:
            size = (folder / _RECORDS).stat().st_size
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
        return self.profile(row)[0]

    def profile(self, row: int) -> tuple[Candidate, Told]:
        """Return a candidate and the concepts of each sentence, which nobody has to look for again."""
        begin = int(self._ends[row - 1]) if row else 0
        plain = zlib.decompressobj(_RAW, self._likely).decompress(self._bytes[begin : int(self._ends[row])])
        found = _PROFILE.decode(plain)
        return found.candidate, found.told


def save(index: CandidateIndex, folder: Path) -> None:
    """Write the index, replacing one that stands there; processes that have the old one mapped keep it."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _write(fresh, "idf", index.lent.idf)
    for at, (_, part, gone) in enumerate(index.starts()):
        _save_part(part, gone, fresh / f"{at:04d}")
    (fresh / _VOCABULARY).write_text(_concepts(index.vocabulary), encoding="utf-8")
    manifest = {
        "format": FORMAT,
        "as_of": index.as_of.isoformat(),
        "vocabulary": _fingerprint(index.vocabulary),
        "shares": dict(index.lent.shares),
        "parts": len(index.parts),
    }
    (fresh / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    stale = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(stale, ignore_errors=True)
    if folder.exists():
        folder.rename(stale)
    fresh.rename(folder)
    shutil.rmtree(stale, ignore_errors=True)


def load(folder: Path, vocabulary: Vocabulary | None = None) -> CandidateIndex:
    """Map an index; raises `UnusableIndex` unless it was built with this format and this vocabulary.

    Without a vocabulary, the one it was built with is read from the folder.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if vocabulary is None:
            concepts = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
            vocabulary = Vocabulary(decode(Concept, one) for one in concepts)
        same = manifest["format"] == FORMAT and manifest["vocabulary"] == _fingerprint(vocabulary)
        index = _load(folder, manifest, vocabulary) if same else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableIndex(f"{folder} is not an index: {error}") from error
    if index is None:
        raise UnusableIndex(f"{folder} was built with another format or vocabulary")
    return index


def stamp_of(folder: Path) -> str:
    """Return what differs once another index stands in the folder; raises `UnusableIndex` where there is none."""
    try:
        found = (folder / _MANIFEST).stat()
    except OSError as error:
        raise UnusableIndex(f"{folder} is not an index: {error}") from error
    return f"{found.st_ino} {found.st_mtime_ns}"


def _load(folder: Path, manifest: Mapping[str, Any], vocabulary: Vocabulary) -> CandidateIndex:
    as_of = date.fromisoformat(manifest["as_of"])
    lent = Lent(vocabulary, as_of, _mapped(folder, "idf"), manifest["shares"])
    loaded = [_load_part(folder / f"{at:04d}", lent) for at in range(manifest["parts"])]
    return CandidateIndex(tuple(part for part, _ in loaded), tuple(gone for _, gone in loaded))


def _save_part(part: Part, gone: NDArray[np.intp], folder: Path) -> None:
    folder.mkdir()
    for table in _TABLES:
        for name, array in getattr(part, table).items():
            _write(folder, f"{table}.{name}", array)
    _write(folder, "gone", gone)
    _write(folder, "ends", _write_records(part, folder))
    manifest = {"places": list(part.places), **{table: sorted(getattr(part, table)) for table in _TABLES}}
    (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def _write_records(part: Part, folder: Path) -> NDArray[np.int64]:
    """Write the records and return where each ends; what the first have in common stands in a file of its own."""
    candidates = part.candidates
    first = b"".join(_plain(candidates[row], part.vocabulary) for row in range(min(len(candidates), 16)))
    likely = first[-_LIKELY_SIZE:]
    (folder / _LIKELY).write_bytes(likely)
    primed, ends = zlib.compressobj(wbits=_RAW, zdict=likely), []
    with (folder / _RECORDS).open("wb") as file:
        for one in candidates:
            packer = primed.copy()  # reading what is likely costs more than packing one record
            file.write(packer.compress(_plain(one, part.vocabulary)) + packer.flush())
            ends.append(file.tell())
    return np.array(ends, dtype=np.int64)


def _plain(one: Candidate, vocabulary: Vocabulary) -> bytes:
    found = {"candidate": one.to_dict(), "told": told_by(one, vocabulary)}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _load_part(folder: Path, lent: Lent) -> tuple[Part, NDArray[np.intp]]:
    manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    columns, projects, blocked, held = (
        {name: _mapped(folder, f"{table}.{name}") for name in manifest[table]} for table in _TABLES
    )
    places = {concept: at for at, concept in enumerate(manifest["places"])}
    records = Records(folder, _mapped(folder, "ends"))
    return Part(records, lent, columns, projects, blocked, held, places), _mapped(folder, "gone")


def _write(folder: Path, name: str, array: NDArray[Any]) -> None:
    np.save(folder / f"{name}.npy", array, allow_pickle=False)


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    mapped: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    # As a plain array: a memmap hands its own slow ways on to every slice and sum. The file stays mapped.
    return mapped.view(np.ndarray)


def _fingerprint(vocabulary: Vocabulary) -> str:
    """Change whenever a concept or a name does, because both are in the columns."""
    return hashlib.sha256(_concepts(vocabulary).encode()).hexdigest()


def _concepts(vocabulary: Vocabulary) -> str:
    return json.dumps([encode(one) for one in vocabulary], ensure_ascii=False)


save_index, load_index = save, load
"""Under the names by which the package offers them."""
