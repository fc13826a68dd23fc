"""Public learning-to-rank sets are read as they come, and `python -m matching.evaluate` measures a ranker on them."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matching.evaluate import main, measured, reciprocal_rank
from matching.svmlight import load, load_both

NAMED = "2 qid:7 1:0.5 3:1\n0 qid:7 2:1\n1 qid:9 1:1\n"
PLAIN = "2 1:0.5 3:1\n0 2:1\n1 1:1\n"


def written(folder: Path, name: str, text: str, counts: str = "") -> Path:
    (folder / name).write_text(text)
    if counts:
        (folder / f"{name}.query").write_text(counts)
    return folder / name


def test_queries_are_named_in_the_lines_or_counted_beside(tmp_path: Path) -> None:
    for path in (written(tmp_path, "named", NAMED), written(tmp_path, "plain", PLAIN, "2\n1\n")):
        rows, grades, groups = load(path)
        assert rows.tolist() == [[0.5, 0, 1], [0, 1, 0], [1, 0, 0]]
        assert grades.tolist() == [2, 0, 1]
        assert groups[0] == groups[1] != groups[2]


@pytest.mark.parametrize(("counts", "told"), [("2\n2\n", "counts 4 rows, plain has 3"), ("", "names no queries")])
def test_a_file_that_does_not_say_which_rows_belong_together_is_refused(tmp_path: Path, counts: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        load(written(tmp_path, "plain", PLAIN, counts))


def test_two_files_are_as_wide_as_the_wider(tmp_path: Path) -> None:
    (one, *_), (other, *_) = load_both(
        written(tmp_path, "narrow", "1 qid:1 1:1\n"), written(tmp_path, "wide", "1 qid:1 4:1\n")
    )
    assert one.shape == other.shape == (1, 4)


def test_each_group_is_measured_in_the_order_of_its_scores() -> None:
    found = measured([0.1, 0.9, 0.5, 0.7], [1, 0, 0, 2], [1, 1, 2, 2], reciprocal_rank)
    assert found.tolist() == [0.5, 1]


def set_of(seed: int) -> str:
    drawn = np.random.default_rng(seed).normal(size=(30, 12, 3))
    return "\n".join(
        f"{int(one > 0.5) + int(one > 1)} qid:{query} 1:{one:f} 2:{other:f} 3:{third:f}"
        for query, rows in enumerate(drawn)
        for one, other, third in rows
    )


@pytest.mark.parametrize("ranker", ["lambda", "linear", "both"])
def test_the_command_measures_a_ranker(tmp_path: Path, ranker: str, capsys: pytest.CaptureFixture[str]) -> None:
    train, test = written(tmp_path, "train", set_of(1)), written(tmp_path, "test", set_of(2))
    assert main([str(train), str(test), "--ranker", ranker]) == 0
    *table, last = capsys.readouterr().out.splitlines()
    found = json.loads(last)
    assert [line.split()[0] for line in table[1:]] == list(found)[2:]
    assert table[0] == f"{ranker}, learned from train, on 30 queries of test"
    assert found["ranker"] == ranker
    assert found["groups"] == 30
    assert found["ndcg@10"] > 0.9


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "train holds no rows"),
        ("1 qid:1 1:0.5 2:abc\n", "train is no svmlight file"),
        ("1 qid:1 1:nan\n0 qid:1 1:1\n", "train holds values that are no numbers"),
        ("1 qid:1 2000000000:1\n", "train is 1 rows by 2000000000 columns"),
        ("5000 qid:1 1:1\n0 qid:1 1:2\n", "train holds grades beyond 31"),
    ],
)
def test_a_file_that_cannot_be_learned_from_is_named(
    tmp_path: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    train, test = written(tmp_path, "train", text), written(tmp_path, "test", NAMED)
    with pytest.raises(SystemExit) as ended:
        main([str(train), str(test)])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "matching.evaluate", str(tmp_path / "none"), str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "No such file" in done.stderr
    assert "Traceback" not in done.stderr
