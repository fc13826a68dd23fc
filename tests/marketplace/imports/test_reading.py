"""Files that are not what they seem: each is refused with its reason, in bounded time, in a process of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from marketplace.imports import reading
from marketplace.imports.labels import REFUSAL
from marketplace.imports.reading import LARGEST, read, rows_of
from marketplace.imports.rows import RefusedError, Row
from marketplace.imports.states import Refusal
from tests.marketplace.imports import documents

DOCX, XLSX, PDF = documents.docx("課題管理"), documents.xlsx(), documents.pdf("課題管理")
TYPES = "[Content_Types].xml"


def with_types(base: bytes, old: bytes, new: bytes) -> bytes:
    return documents.package({TYPES: documents.entry(base, TYPES).replace(old, new)}, base=base)


def word(xml: bytes) -> bytes:
    return documents.package({"word/document.xml": xml}, base=DOCX)


def header_lies() -> bytes:
    """A package in which an entry says that it is small and is not."""
    made = bytearray(documents.package({"word/media/x.bin": b"0" * 5_000_000}, base=DOCX))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = made.rfind(signature, 0, made.rfind(b"word/media/x.bin") if signature[2] == 1 else None)
        start = made.rfind(signature, 0, made.find(b"word/media/x.bin") if signature[2] == 3 else len(made))
        made[start + at : start + at + 4] = (10).to_bytes(4, "little")
    return bytes(made)


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'
WIDE = DOCTYPE.replace(b"?>", b' encoding="utf-16"?>', 1).decode().encode("utf-16")
HOSTILE = {
    "empty": ("a.txt", b"", Refusal.EMPTY),
    "only spaces": ("a.txt", b" \n \n", Refusal.NO_TEXT),
    "too large": ("a.pdf", b"%PDF-" + b"0" * LARGEST, Refusal.TOO_LARGE),
    "program": ("a.docx", b"MZ\x90\x00" + b"\x00" * 100, Refusal.KIND),
    "picture": ("a.pdf", b"\x89PNG\r\n\x1a\n\x00\x00", Refusal.KIND),
    "rich text": ("a.txt", b"{\\rtf1 hello}", Refusal.KIND),
    "no encoding": ("a.txt", "課題".encode("euc-jp") + b"\xff\xfe\xfd\x80", Refusal.KIND),
    "plain zip": ("a.zip", documents.package({"a.txt": b"hello"}), Refusal.KIND),
    "presentation": ("a.pptx", with_types(DOCX, b"wordprocessingml.document", b"presentationml.slides"), Refusal.KIND),
    "old word": ("a.doc", reading.OLE + b"\x00" * 600, Refusal.LEGACY),
    "pdf named docx": ("a.docx", PDF, Refusal.DISGUISED),
    "docx named pdf": ("a.pdf", DOCX, Refusal.DISGUISED),
    "xlsx named docx": ("a.docx", XLSX, Refusal.DISGUISED),
    "text named xlsx": ("a.xlsx", b"hello world", Refusal.DISGUISED),
    "encrypted office": ("a.docx", reading.OLE + "EncryptedPackage".encode("utf-16-le"), Refusal.ENCRYPTED),
    "encrypted pdf": ("a.pdf", documents.encrypted_pdf(), Refusal.ENCRYPTED),
    "macros by type": ("a.docx", with_types(DOCX, b"document.main", b"document.macroEnabled.main"), Refusal.MACROS),
    "macros by part": ("a.xlsx", documents.package({"xl/vbaProject.bin": b"\x00"}, base=XLSX), Refusal.MACROS),
    "bomb by ratio": ("a.docx", documents.package({"word/media/x.bin": b"0" * 30_000_000}, base=DOCX), Refusal.BOMB),
    "bomb of xml": ("a.docx", word(b"<d>" + b" " * 40_000_000 + b"</d>"), Refusal.BOMB),
    "bomb by entries": ("a.docx", documents.package({f"x{n}": b"" for n in range(2500)}, base=DOCX), Refusal.BOMB),
    "entities": ("a.docx", word(DOCTYPE), Refusal.ENTITIES),
    "external entity": ("a.xlsx", documents.package({"xl/workbook.xml": EXTERNAL}, base=XLSX), Refusal.ENTITIES),
    "entities in utf-16": ("a.docx", word(WIDE), Refusal.ENTITIES),
    "half a zip": ("a.docx", DOCX[: len(DOCX) // 2], Refusal.BROKEN),
    "torn xml": ("a.docx", word(b"<w:document><w:body>"), Refusal.BROKEN),
    "no document": ("a.docx", word(b"<other/>"), Refusal.BROKEN),
    "half a pdf": ("a.pdf", b"%PDF-1.7\n" + b"garbage " * 50, Refusal.BROKEN),
    "scan": ("a.pdf", documents.pdf_of_pictures(), Refusal.NO_TEXT),
    "too many pages": ("a.pdf", documents.pdf_of_pages(61), Refusal.TOO_LONG),
    "too many lines": ("a.txt", b"line\n" * 3001, Refusal.TOO_LONG),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_files_are_refused_with_their_reason(name: str) -> None:
    file_name, content, reason = HOSTILE[name]
    began = time.monotonic()
    with pytest.raises(RefusedError) as refused:
        read(content, file_name)
    assert refused.value.code == reason
    assert time.monotonic() - began < 15


def test_every_reason_has_its_words() -> None:
    assert set(REFUSAL) == set(Refusal)


def test_a_size_that_lies_is_counted_while_unpacking() -> None:
    with pytest.raises(RefusedError) as refused:
        rows_of(header_lies(), ".docx")
    assert refused.value.code in {Refusal.BOMB, Refusal.BROKEN}


@pytest.mark.parametrize("cell", ["XFD1", "A1048576", "XFD1048576"])
def test_a_sheet_that_claims_to_be_huge_is_read_as_far_as_it_goes(cell: str) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"], page[cell] = "課題管理", "end"
    out = io.BytesIO()
    book.save(out)
    began = time.monotonic()
    assert read(out.getvalue(), "a.xlsx")[0].cells[0] == (0, "課題管理")
    assert time.monotonic() - began < 15


def test_a_formula_is_not_read_and_never_computed() -> None:
    rows = read(documents.xlsx(), "a.xlsx")
    assert not any("1+1" in row.text or row.text == "2" for row in rows)


def test_names_do_not_matter_where_they_say_nothing() -> None:
    for name in ("", "resume", "スキルシート.DOCX", "../../etc/passwd", "a.docx.unknown"):
        assert read(DOCX, name)[0] == Row(((0, "課題管理"),), 1)


def test_the_reader_runs_with_no_secret_and_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    seen: dict[str, Any] = {}
    run = subprocess.run

    def noted(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(options)
        return run(command, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "run", noted)
    read(b"hello world", "a.txt")
    assert "SECRET_KEY" not in seen["env"]
    assert seen["timeout"] <= 30
    hungry = "from marketplace.imports import reading; reading._bound(); bytearray(2 << 30)"
    assert run([sys.executable, "-c", hungry], cwd=reading.ROOT, capture_output=True, check=False).returncode != 0


def test_a_reader_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", -4.99)
    with pytest.raises(RefusedError) as refused:
        read(documents.pdf(), "a.pdf")
    assert refused.value.code == Refusal.TOO_SLOW


def test_the_process_answers_in_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "marketplace.imports.reading", ".txt"],
        input="課題管理\t10年".encode(), cwd=reading.ROOT, capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == {"rows": [[[[0, "課題管理"], [5, "10年"]], 1, ""]]}


def test_text_in_the_zip_is_what_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(DOCX)) as package:
        assert "課題管理" in package.read("word/document.xml").decode()
