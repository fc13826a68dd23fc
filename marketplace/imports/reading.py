"""Reading an uploaded file into rows, in a process of its own that has little memory, little time and no secrets.

`read` is what the product calls; the process runs this module's `main` and answers in JSON. What a file claims to be
is never believed: its first bytes and its inside say what it is.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from marketplace.imports.packages import office_kind
from marketplace.imports.rows import RefusedError, Row
from marketplace.imports.states import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]
LARGEST = 10 * 1024 * 1024
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
MOST_ROWS = 3000
LONGEST_CELL = 5000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Word and Excel before 2007; also the envelope of an encrypted new one
ENDINGS = ("docx", "xlsx", "pdf", "txt")
_HOLLOW = (b"\x00", b"\x1b", b"\x7f")


def read(content: bytes, name: str) -> list[Row]:
    """Return the rows of a document; raise RefusedError where it is none, is not safe, or says nothing."""
    if not content:
        raise RefusedError(Refusal.EMPTY)
    if len(content) > LARGEST:
        raise RefusedError(Refusal.TOO_LARGE)
    try:
        done = subprocess.run(  # noqa: S603 - no word of the user's is in the command
            [sys.executable, "-m", "marketplace.imports.reading", PurePath(name).suffix.lower()[:8]],
            input=content, capture_output=True, timeout=SECONDS + 5, cwd=ROOT, env={"PYTHONUTF8": "1"}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RefusedError(Refusal.TOO_SLOW) from error
    if done.returncode != 0:
        raise RefusedError(Refusal.TOO_SLOW if done.returncode < 0 else Refusal.BROKEN)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise RefusedError(answer["refused"])
    return [Row(tuple((column, words) for column, words in cells), at, part) for cells, at, part in answer["rows"]]


def rows_of(content: bytes, ending: str) -> list[Row]:
    """Read in this process: the kind by its bytes, then by its reader."""
    kind = _kind(content)
    if ending.removeprefix(".") in ENDINGS and ending != f".{kind}":
        raise RefusedError(Refusal.DISGUISED)
    try:
        rows = _readers()[kind](content)
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError(Refusal.BROKEN) from error
    if not any(len(words) > 1 for row in rows for _column, words in row.cells):
        raise RefusedError(Refusal.NO_TEXT)
    if len(rows) > MOST_ROWS:
        raise RefusedError(Refusal.TOO_LONG)
    return rows


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        kind = office_kind(content)
        if kind not in ENDINGS:
            raise RefusedError(Refusal.KIND)
        return kind
    if content.startswith(OLE):
        raise RefusedError(Refusal.ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in content else Refusal.LEGACY)
    if content.startswith(b"{\\rtf") or (any(byte in content for byte in _HOLLOW) and not _is_utf_16(content)):
        raise RefusedError(Refusal.KIND)
    return "txt"


def _is_utf_16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _readers() -> Mapping[str, Callable[[bytes], list[Row]]]:
    from marketplace.imports import readers  # noqa: PLC0415 - only the process that reads loads it

    return {"pdf": readers.pdf_rows, "docx": readers.docx_rows, "xlsx": readers.xlsx_rows, "txt": readers.text_rows}


def _bound() -> None:
    """Take from this process what it must not use up; a system without such limits still has the parent's clock."""
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> None:
    """Read the document from the standard input; write rows or the reason of the refusal."""
    _bound()
    try:
        rows = rows_of(sys.stdin.buffer.read(LARGEST + 1), sys.argv[1])
        answer: dict[str, object] = {"rows": [[row.cells, row.at, row.part] for row in rows]}
    except RefusedError as refused:
        answer = {"refused": refused.code}
    except MemoryError:
        answer = {"refused": Refusal.TOO_LONG}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
