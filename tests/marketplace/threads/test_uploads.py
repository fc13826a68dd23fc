"""Which files may be attached: by their bytes, under names that are text."""

from __future__ import annotations

import io
import zipfile

import pytest

from marketplace.imports.rows import RefusedError
from marketplace.imports.states import Refusal
from marketplace.threads.uploads import LARGEST, LONGEST_NAME, MEDIA_TYPES, checked, clean_name
from tests.factories.threads import JPEG, PDF, PNG, TEXT, office_file

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("体制図.pdf", PDF, "pdf"),
        ("計画.docx", office_file("docx"), "docx"),
        ("台帳.XLSX", office_file("xlsx"), "xlsx"),
        ("説明.pptx", office_file("pptx"), "pptx"),
        ("図.png", PNG, "png"),
        ("写真.jpg", JPEG, "jpg"),
        ("写真.jpeg", JPEG, "jpg"),
        ("メモ.txt", TEXT, "txt"),
        ("sjis.txt", "議事メモ".encode("cp932"), "txt"),
        ("utf16.txt", "議事メモ".encode("utf-16"), "txt"),
    ],
)
def test_what_is_taken(name: str, content: bytes, kind: str) -> None:
    taken = checked(name, content)
    assert (taken.name, taken.media_type, taken.content) == (name, MEDIA_TYPES[kind], content)


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("big.bin", b"\x00" * 30_000_000)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.txt", b"", Refusal.EMPTY),
        ("x.txt", b"a" * (LARGEST + 1), Refusal.TOO_LARGE),
        ("x.exe", b"MZ\x90\x00", Refusal.KIND),
        ("x.html", b"<script>alert(1)</script>", Refusal.KIND),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal.KIND),
        ("x.zip", office_file("docx"), Refusal.KIND),
        ("x", TEXT, Refusal.KIND),
        ("x.docm", office_file("docx"), Refusal.MACROS),
        ("x.docx", office_file("docx", vbaProject__bin=b"\x00"), Refusal.MACROS),
        ("x.docx", OLE + b"old", Refusal.LEGACY),
        ("x.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), Refusal.ENCRYPTED),
        ("x.docx", b"PK\x03\x04 no archive", Refusal.BROKEN),
        ("x.docx", office_file("xlsx"), Refusal.DISGUISED),
        ("x.pptx", bomb(), Refusal.BOMB),
        ("x.docx", office_file("docx", evil__xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), Refusal.ENTITIES),
        ("x.pdf", PNG, Refusal.DISGUISED),
        ("x.png", PDF, Refusal.DISGUISED),
        ("x.jpg", b"<html>", Refusal.DISGUISED),
        ("x.txt", PDF, Refusal.DISGUISED),
        ("x.txt", b"\x7fELF\x00\x01", Refusal.DISGUISED),
        ("x.txt", b"{\\rtf1 hello}", Refusal.DISGUISED),
        ("x.txt", b"\x81", Refusal.DISGUISED),
        ("x.pdf", PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>", Refusal.MACROS),
        ("x.pdf", PDF + b"<< /S /J#61vaScript /J#53 (app.alert(1)) >>", Refusal.MACROS),
    ],
)
def test_what_is_refused(name: str, content: bytes, why: Refusal) -> None:
    with pytest.raises(RefusedError) as refused:
        checked(name, content)
    assert refused.value.code == why


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\議事録.docx", "議事録.docx"),
        ("a\x00b\r\nSet-Cookie: x.txt", "abSet-Cookie x.txt"),
        ("\u202efdp.exe.txt", "fdp.exe.txt"),
        ("<b>.png", "b.png"),
        ("...", ""),
        (f"{'長' * 300}.pdf", f"{'長' * (LONGEST_NAME - 4)}.pdf"),
        ("k" * 300, "k" * LONGEST_NAME),
    ],
)
def test_a_name_is_one_line_of_text_that_keeps_its_ending(sent: str, shown: str) -> None:
    assert clean_name(sent) == shown
