"""The workers of one run collect the same tests in the same order, whatever Python's hash seed: a name
taken from a set's text differs between two of them, and pytest-xdist then runs nothing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def collected(seed: int) -> list[str]:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--collect-only",
            "-p",
            "no:randomly",
            "-p",
            "no:cacheprovider",
            "tests",
        ],
        cwd=ROOT,
        env={**{key: said for key, said in os.environ.items() if "PYTEST" not in key}, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in run.stdout.splitlines() if "::" in line]


def test_the_names_of_the_tests_do_not_hang_on_a_hash_seed() -> None:
    first, second = collected(1), collected(3)
    assert len(first) > 5_000
    assert [(one, other) for one, other in zip(first, second, strict=True) if one != other] == []
