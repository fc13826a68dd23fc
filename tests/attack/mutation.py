"""`python -m tests.attack.mutation`: which changed code no test noticed, and whether that is little enough.

`mutmut run` changes the rules one place at a time and runs their tests on each change. What survives is untested, or
means what it meant before; changes of the second kind are listed here with the reason and count for nobody.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLOORS = {
    "marketplace/policy.py": 100,
    "marketplace/rules.py": 100,
    "marketplace/money.py": 100,
    "marketplace/states.py": 100,
    "marketplace/engagements/rules.py": 100,
    "marketplace/profiles/rules.py": 100,
    "marketplace/profiles/redaction.py": 98,
    "marketplace/pipeline/operations.py": 95,
    "marketplace/pipeline/moves.py": 95,
    "matching/constraints.py": 100,
}
"""Percent of the changes that tests must notice, by file."""

EQUIVALENT = {
    r"is_(staff|operator|consultant|client)\((user|other), None\)": "these rules look at the person only",
    r'getattr\(engagement, name\) or "XXXX"': "no word of warning is in it",
    r'"XX\\nXX"\.join': "fields stay apart by anything between them",
    r"range\(1, len\(text\) \+ 2\)": "nothing asks for one end more than there are characters",
    r'present: .* = ""$': "empty in either way",
    r'email\.rpartition\("@"\)': "an address holds one @",
    r'r"XX\\s\+XX"': "either of the two sets a company's spaces right",
    r'strip\("XX ,\.・XX"\)|"(XXaXX|A)" <= each': "names are folded: no upper-case letter is left to match",
    r'yield each\.replace\("XX XX", ""\)': "these characters only sift patterns; a space is in nearly every text",
    r"→ Step\(application_id=application\.id, (at=None|actor_id)": "the column's default is the same moment",
    r"^(engagement|consultant|application)_id=\S+ → (\w+_id=None,)?$": "the relationship brings the id",
    r"→ .*Application\((engagement_id=None|consultant_id|engagement_id=\S+ (consultant_id=None|source))": (
        "the relationship brings the ids"
    ),
    r"db\.session\.refresh\(": "SQLite locks the whole database: on PostgreSQL tests/marketplace/pipeline/test_races",
    r"ended = None": "false in either way",
    r"query\.limit\((None|2)\)": "one row is as good as many where the question is whether there is any",
}
"""Changes that do what the code did before: a pattern of "old → new", and why."""


def change(name: str, path: Path) -> str:
    """Return what a change made of what, on one line."""
    lines = str(get_diff_for_mutant(name, path=path)).splitlines()[2:]  # after the names of the two files
    old, new = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return f"{old} → {new}"


def changes() -> Iterator[tuple[str, str, str]]:
    """Yield each change's file, its outcome, and the change itself where no test noticed."""
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            outcome = status_by_exit_code[code]
            noticed = outcome in {"killed", "timeout"}
            yield str(path), outcome, "" if noticed else f"{name.rpartition('.')[2]}: {change(name, path)}"


def main() -> int:
    """Print the survivors and the score of each file; return 1 where one is below its floor."""
    noticed: dict[str, int] = defaultdict(int)
    missed: dict[str, list[str]] = defaultdict(list)
    for path, outcome, line in changes():
        if not line:
            noticed[path] += 1
        elif not any(re.search(pattern, line.partition(": ")[2]) for pattern in EQUIVALENT):
            missed[path].append(f"  {outcome}: {line}")
    below = 0
    for path, floor in FLOORS.items():
        every = noticed[path] + len(missed[path])
        score = 100 * noticed[path] / every if every else 0
        below += score < floor
        print(f"{path:<36} {noticed[path]:>4} of {every:>4} changes noticed: {score:5.1f} % (at least {floor} %)")  # noqa: T201
        print("".join(f"{each}\n" for each in missed[path]), end="")  # noqa: T201
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
