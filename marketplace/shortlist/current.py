"""The ranker in force: the current learned model, read from its stored file once a process; else the hand weights."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

import matching
from marketplace import files
from marketplace.db import db
from marketplace.shortlist.models import RankingModel
from marketplace.shortlist.states import ModelState
from matching.catalogue import FEATURE_NAMES

if TYPE_CHECKING:
    from uuid import UUID

    from matching import Scorer
    from matching.store import Stored

BY_HAND = "prior-1"
FOLDER = "ranking-models"
MOST = 200 * 1024 * 1024  # bytes that a model's files may take, unpacked
log = structlog.get_logger()


class Unreadable(Exception):
    """A model's file that cannot be read back: `code` is missing, changed, foreign or damaged; the text is for the log.

    Foreign is a model of other libraries or features: it was fine before an update.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class RankerInForce:
    """Who ranks: the scorer, its name on the matches, and why (a code of `Unreadable`) the current model is not it."""

    scorer: Scorer
    name: str
    unusable: str = ""


@dataclass
class _Kept:
    model_id: UUID | None = None
    found: RankerInForce | None = None


_kept = _Kept()


def forget() -> None:
    """Drop what this process has read, as a restart does."""
    _kept.model_id = _kept.found = None


def current_model() -> RankingModel | None:
    """Return the row of the learned model in force, if there is one."""
    return db.session.scalar(select(RankingModel).where(RankingModel.state == ModelState.CURRENT))


def in_force() -> RankerInForce:
    """Return the ranker in force; a file that cannot be read back leaves the hand weights, and says why."""
    row = current_model()
    if row is None:
        return RankerInForce(matching.PriorRanker.by_hand(), BY_HAND)
    if _kept.found is None or _kept.model_id != row.id or _kept.found.unusable:
        _kept.model_id, _kept.found = row.id, _read(row)
    return _kept.found


def _read(row: RankingModel) -> RankerInForce:
    try:
        return RankerInForce(read_model(row), row.name)
    except Unreadable as error:
        return RankerInForce(matching.PriorRanker.by_hand(), BY_HAND, unusable=error.code)


def read_model(row: RankingModel) -> Stored:
    """Return the ranker of a row's file; raises `Unreadable`, whose text is in the log then."""
    try:
        try:
            content = files.read(row.file)
        except OSError as error:
            raise Unreadable("missing", str(error) or type(error).__name__) from error
        return unpacked(content, sha256=row.sha256)
    except Unreadable as error:
        log.warning("ranking model unusable", model=row.name, code=error.code, reason=str(error))
        raise


def packed(folder: Path) -> bytes:
    """Return the files of a stored model as one."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return held.getvalue()


def unpacked(content: bytes, *, sha256: str) -> Stored:
    """Return the model of packed files; raises `Unreadable`.

    The hash is compared before anything is opened: a model is a pickle, and a changed one could run what it likes.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Unreadable("changed", "the stored file is not the one that was written")
    try:
        with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST:
                raise Unreadable("damaged", "the stored file is too large")
            archive.extractall(name)
            return _loaded(Path(name))
    except zipfile.BadZipFile as error:
        raise Unreadable("damaged", f"the stored file holds no model: {error}") from error


def _loaded(folder: Path) -> Stored:
    from matching.store import FORMAT, UnusableModel, libraries, load, manifest_of  # noqa: PLC0415 - scikit-learn: not for pages

    code = "damaged"
    try:
        manifest = manifest_of(folder)
        ours = (manifest.format, dict(manifest.libraries), manifest.features) == (FORMAT, libraries(), FEATURE_NAMES)
        code = "damaged" if ours else "foreign"
        return load(folder)[0]
    except UnusableModel as error:
        raise Unreadable(code, str(error)) from error
