"""A stored model predicts the same; what is damaged, foreign or of another version is refused with its reason."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from matching.catalogue import FEATURE_NAMES
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker, Ranker
from matching.store import UnusableModel, data_hash, load, manifest_of, save

MADE = datetime(2026, 11, 23, 3, tzinfo=UTC)
DRAWN = np.random.default_rng(0)
ROWS = DRAWN.random((200, len(FEATURE_NAMES))).astype(np.float32)
GRADES, GROUPS = DRAWN.integers(0, 4, 200), np.repeat(np.arange(20), 10)


def stored(folder: Path, ranker: Ranker | None = None) -> Path:
    save(
        ranker or PriorRanker.by_hand().fit(ROWS, GRADES, GROUPS),
        folder / "one",
        made_at=MADE,
        data=data_hash(ROWS, GRADES, GROUPS),
        pairs=200,
        groups=20,
        metrics={"ndcg@10": 0.75},
    )
    return folder / "one"


@pytest.mark.parametrize(
    "ranker",
    [PriorRanker.by_hand(), LambdaRanker(max_iter=20, base=PriorRanker.by_hand(), bags=2)],
    ids=["linear", "trees"],
)
def test_what_is_loaded_predicts_bit_for_bit_the_same(tmp_path: Path, ranker: Ranker) -> None:
    ranker.fit(ROWS, GRADES, GROUPS)
    found, manifest = load(stored(tmp_path, ranker))
    assert found.predict(ROWS).tolist() == ranker.predict(ROWS).tolist()
    assert manifest == manifest_of(tmp_path / "one")
    assert (manifest.kind, manifest.pairs, manifest.metrics) == (type(ranker).__name__, 200, {"ndcg@10": 0.75})
    assert datetime.fromisoformat(manifest.made_at) == MADE


def test_a_model_is_never_written_over(tmp_path: Path) -> None:
    before = (stored(tmp_path) / "model.joblib").read_bytes()
    with pytest.raises(FileExistsError):
        stored(tmp_path)
    assert (tmp_path / "one" / "model.joblib").read_bytes() == before


def test_what_a_broken_off_writing_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "one.new").mkdir()
    (tmp_path / "one.new" / "model.joblib").write_bytes(b"half")
    assert load(stored(tmp_path))[1].groups == 20


def change(folder: Path, **values: Any) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | values))


def cut(folder: Path) -> None:
    (folder / "model.joblib").write_bytes((folder / "model.joblib").read_bytes()[:-100])


def foreign(folder: Path) -> None:
    joblib.dump({"not": "a ranker"}, folder / "model.joblib")
    import hashlib  # noqa: PLC0415 - of this one

    change(folder, sha256=hashlib.sha256((folder / "model.joblib").read_bytes()).hexdigest())


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a model cut short": (cut, "damaged"),
    "no model": (lambda folder: (folder / "model.joblib").unlink(), "cannot be read"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "no manifest"),
    "half a manifest": (lambda folder: (folder / "manifest.json").write_text('{"kind": '), "no manifest"),
    "another manifest": (lambda folder: (folder / "manifest.json").write_text("[]"), "no manifest"),
    "another format": (lambda folder: change(folder, format=99), "format 99"),
    "other features": (lambda folder: change(folder, features=["height"]), "other features"),
    "another scikit-learn": (lambda folder: change(folder, libraries={"scikit-learn": "0.1"}), r"scikit-learn 0\.1"),
    "something else": (foreign, "no ranker of ours"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_damaged_or_foreign_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    folder = stored(tmp_path)
    harm, told = DAMAGE[name]
    harm(folder)
    with pytest.raises(UnusableModel, match=told):
        load(folder)


def test_the_hash_of_the_data_changes_with_any_of_it() -> None:
    found = data_hash(ROWS, GRADES, GROUPS)
    other = GRADES.copy()
    other[7] += 1
    assert found == data_hash(ROWS.copy(), GRADES, GROUPS) != data_hash(ROWS, other, GROUPS)
    assert data_hash(ROWS, GRADES) != data_hash(ROWS.reshape(-1), GRADES)
