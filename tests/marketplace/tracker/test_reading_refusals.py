"""Files that are broken, huge or hostile: refused with a message, never an error of ours."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from marketplace.tracker.reading.limits import Refused
from marketplace.tracker.reading.recognise import read_file

TODAY = date(2026, 11, 23)
HEAD = b"Issue,Owner,Due date\n"
PROJECT = b'<Project xmlns="http://schemas.microsoft.com/project"><Tasks>%s</Tasks></Project>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + PROJECT % b"<Task>&b;</Task>"


def _package(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return kept.getvalue()


def _book(*, inside: tuple[str, bytes] | None = None) -> bytes:
    kept = io.BytesIO()
    book = Workbook()
    book.active.append(["Issue", "Owner"])
    book.active.append(["a", "b"])
    book.save(kept)
    if inside is None:
        return kept.getvalue()
    with zipfile.ZipFile(kept) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return _package(parts | dict([inside]))


HOSTILE = {
    "nothing": b" \n",
    "larger than 10 MB": b"a" * (10 * 1024 * 1024 + 1),
    "more than 5,000 rows": HEAD + b"a,b,c\n" * 5_001,
    "more than 200 columns": b",".join([b"Issue"] * 201) + b"\na,b\n",
    "a cell of 32,001 characters": HEAD + b"a" * 32_001 + b",b,c\n",
    "a quotation mark that never closes": HEAD + b'"a,b,c\nd,e,f\n',
    "headings alone": HEAD,
    "no characters": b"\x81\x00\xff\xfe\xfa",
    "half a character": "課題,担当\n".encode("utf-16")[:-1],
    "an old Excel": bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 100,
    "a PDF": b"%PDF-1.7\n",
    "a text without a list": "こんにちは".encode(),
    "entities": LAUGHS,
    "an outside entity": b'<!DOCTYPE p SYSTEM "file:///etc/passwd">' + PROJECT % b"",
    "XML that breaks off": PROJECT[:60],
    "another XML": b"<html><body/></html>",
    "a project without tasks": PROJECT % b"",
    "a project of too many tasks": PROJECT % (b"<Task><UID>1</UID></Task>" * 5_001),
    "XML that is too deep": PROJECT % (b"<Task>" * 60 + b"</Task>" * 60),
    "an unknown encoding": b'<?xml version="1.0" encoding="shift_jis"?>' + PROJECT % b"<Task/>",
    "no package": b"PK\x03\x04" + b"\x00" * 50,
    "another archive": _package({"a.txt": b"a"}),
    "a zip bomb": _book(inside=("xl/bomb.bin", b"\x00" * (61 * 1024 * 1024))),
    "entities in a sheet": _book(inside=("xl/worksheets/sheet1.xml", LAUGHS)),
    "a damaged sheet": _book(inside=("xl/worksheets/sheet1.xml", b"<worksheet/>")),
    "a damaged book": _book(inside=("xl/workbook.xml", b"<workbook/>")),
    "macros": _book(inside=("xl/vbaProject.bin", b"x")),
}


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_what_must_not_be_read_is_refused(what: str) -> None:
    with pytest.raises(Refused) as refused:
        read_file(HOSTILE[what], today=TODAY)
    assert len(str(refused.value.message)) > 5


def test_a_book_at_its_limits_is_read() -> None:
    assert len(read_file(_book(), today=TODAY).rows) == 1
    reading = read_file(HEAD + b"a,b,2026-12-01\n" * 5_000, today=TODAY)
    assert len({row.key for row in reading.rows}) == 5_000


_CELLS = st.text(max_size=12) | st.sampled_from(
    ["2026/09/03", "31/Sep/26", "高", "-1", "1e9", "=1", "99999999999999", "a", "a,b", "a\nb", "３人日", "\x01", "完了"]
)
_HEADS = st.lists(
    st.sampled_from(
        ["課題", "期限", "担当者", "No", "状況", "先行", "大項目", "中項目", "作業", "進捗率",
         "Issue key", "Summary", "Issue Type", "Parent", "Priority", "Task ID", "Name", "Completed At", "Parent task",
         "Blocked By (Dependencies)", "決定事項", "決定日"]
    ),
    max_size=9,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_HEADS, st.lists(st.lists(_CELLS, max_size=9), max_size=6), st.sampled_from(["utf-8", "cp932", "utf-16"]))
def test_no_table_breaks_a_reader(heads: list[str], rows: list[list[str]], encoding: str) -> None:
    lines = [heads, *rows]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    with suppress(Refused):
        reading = read_file(text.encode(encoding, errors="replace"), today=TODAY)
        filled = sum(any(cell.strip() for cell in row) for row in rows)
        if heads and set(heads) <= {name.partition("#")[0] for name in reading.plan.columns}:
            assert len(reading.rows) + len(reading.not_understood) >= filled
        else:  # one of the rows holds words that are headings, and was taken for the line of them
            assert len(reading.rows) <= filled


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
def test_no_bytes_break_a_reader(content: bytes) -> None:
    with suppress(Refused):
        read_file(content, today=TODAY)
