"""A project whole, in open formats: CSV of each board, JSON of everything, PDFs of every edition, minutes, attachments.

Nothing of the contract's money is in it, nor what only one side may see: no times of writing, no drafts, nothing of
a comment that was taken back but that there was one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, datetime
from enum import Enum
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from marketplace import files
from marketplace.clock import TOKYO, now
from marketplace.exports.papers import file_name, minutes_file, workbook_file
from marketplace.exports.queries import (
    all_editions,
    change_requests_of,
    comments_of,
    newest_told,
    rows_by_board,
    told_of,
)
from marketplace.exports.report import report_pdf
from marketplace.exports.summary import summary_pdf
from marketplace.formats import inert
from marketplace.i18n import gettext as _
from marketplace.minutes.queries import minutes_of
from marketplace.tracker.boards import BOARDS, code
from marketplace.tracker.cells import show_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from marketplace.comments.models import Comment, CommentFile
    from marketplace.tracker.boards import Board
    from marketplace.tracker.models import Project

IN_MEMORY = 8 * 1024 * 1024  # bytes; more of it lies in a file that is gone with the answer
MARK = "\ufeff"  # so that Excel reads UTF-8
_OF_PROJECT = (
    "name", "state", "pmo_type", "cadence", "weekday", "dimensions", "sections", "series", "budget", "baseline_on",
    "created_at", "started_at", "closed_at",
)  # fmt: skip
README = """{name}
{line}
プロジェクトの記録一式です（{moment} 時点）。特別なソフトウェアがなくても開けます。
  boards/          一覧表ごとのCSV（UTF-8、BOM付き）
  boards.xlsx      同じ一覧表のExcelブック（数式付き）
  status-reports/  提出されたステータス報告の要約（版ごとのPDF）と、最新の報告の全文
  minutes/         議事録（Word）
  attachments/     コメントの添付ファイル
  project.json     すべての内容（JSON、UTF-8）
  SHA256SUMS       各ファイルのハッシュ値。確認: sha256sum -c SHA256SUMS
契約の金額は含みません。

The project's whole record (as of {moment}). No special software is needed to open it.
  boards/          each list as CSV (UTF-8 with a byte order mark)
  boards.xlsx      the same lists as an Excel workbook, with formulas
  status-reports/  the summary of each edition that was handed in (PDF), and the newest report in full
  minutes/         minutes of meetings (Word)
  attachments/     files attached to comments
  project.json     everything (JSON, UTF-8)
  SHA256SUMS       the hash of each file. To check: sha256sum -c SHA256SUMS
No sums of the contract are in it.
"""


class _Record(SpooledTemporaryFile):  # type: ignore[type-arg]  # of bytes
    """A file that is gone with the answer it was handed to, also where nobody reads that to its end."""

    def __del__(self) -> None:
        self.close()


def project_archive(project: Project) -> IO[bytes]:
    """Return the ZIP, at its beginning, in the present locale; the caller closes it."""
    out: IO[bytes] = _Record(max_size=IN_MEMORY)
    sums = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, content in _parts(project):
            kept.writestr(name, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        kept.writestr("SHA256SUMS", "".join(sums))
    out.seek(0)
    return out


def _parts(project: Project) -> Iterator[tuple[str, bytes]]:
    moment = now().astimezone(TOKYO).strftime("%Y-%m-%d %H:%M")
    rows = rows_by_board(project)
    yield "README.txt", README.format(name=project.name, line="=" * 40, moment=moment).encode()
    for name, board in BOARDS.items():
        yield f"boards/{name}.csv", board_csv(board, rows[name])
    yield "boards.xlsx", workbook_file(project).content
    editions = all_editions(project)
    for report, edition in editions:
        yield f"status-reports/{report.number:03}-{edition.number}.pdf", summary_pdf(told_of(report, edition))
    newest = newest_told(project)
    if newest is not None:
        edition = next(each for report, each in reversed(editions) if report is newest)
        yield f"status-reports/{newest.number:03}-{edition.number}-full.pdf", report_pdf(told_of(newest, edition))
    minutes = minutes_of(project)
    for each in minutes:
        stem = file_name(f"{each.held_on.isoformat()}", f"{each.number}", each.title, ending="docx")
        yield f"minutes/{stem}", minutes_file(each).content
    comments = comments_of(project)
    missing = []
    for comment in comments:
        for place, attached in enumerate(_files_of(comment), 1):
            name = f"attachments/{comment.about}-{str(attached.id)[-12:]}-{place}-{_plain_name(attached.name)}"
            try:
                yield name, files.read(attached.key)
            except FileNotFoundError:
                missing.append(name)
    told = {
        "exported_at": now(), "project": {name: getattr(project, name) for name in _OF_PROJECT},
        "contract": project.contract.number,
        "boards": {name: [_row(board, row) for row in rows[name]] for name, board in BOARDS.items()},
        "status_reports": [
            {"number": report.number, "edition": edition.number, "state": report.state,
             "submitted_at": edition.submitted_at, "sha256": edition.sha256, "content": edition.content}
            for report, edition in editions
        ],
        "minutes": [_columns(each, "number", "title", "held_on", "place", "attendees", "body") for each in minutes],
        "change_requests": [
            _columns(each, "number", "state", "title", "scope", "why", "cost", "days", "pmo_agreed_at",
                     "client_agreed_at", "closed_at", "words")
            for each in change_requests_of(project)
        ],
        "comments": [
            {"about": each.about, "at": each.at, "by": each.author.name, "words": each.words,
             "deleted": each.deleted_at is not None, "files": [one.name for one in _files_of(each)]}
            for each in comments
        ],
        "missing": missing,
    }  # fmt: skip
    yield "project.json", json.dumps(told, ensure_ascii=False, indent=1, default=_said).encode()


def _files_of(comment: Comment) -> Sequence[CommentFile]:
    """Return what is attached; of a deleted comment nothing, though its files lie here until they are swept."""
    return comment.files if comment.deleted_at is None else ()


def board_csv(board: Board, rows: Iterable[Any]) -> bytes:
    """Return a board as CSV, headed in the present locale; what begins like a formula is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("No."), *(str(each.label) for each in board.columns)])
    for row in rows:
        cells = (str(each.word(show_cell(each, getattr(row, each.name)))) for each in board.columns)
        writer.writerow([code(board, row), *map(inert, cells)])
    return (MARK + out.getvalue()).encode()


def _plain_name(name: str) -> str:
    stem, _dot, ending = name.rpartition(".")
    return file_name(stem or ending, ending=ending) if stem else file_name(name, ending="bin")


def _row(board: Board, row: Any) -> dict[str, Any]:  # noqa: ANN401 - any board's row
    return {"code": code(board, row), **_columns(row, *(each.name for each in board.columns))}


def _columns(row: Any, *names: str) -> dict[str, Any]:  # noqa: ANN401 - any row
    return {name: getattr(row, name) for name in names}


def _said(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value) if isinstance(value, UUID) else repr(value)
