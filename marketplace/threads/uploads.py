"""What may be attached: checked by its bytes, never by what it says of itself."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from marketplace.imports.packages import office_kind
from marketplace.imports.rows import RefusedError
from marketplace.imports.states import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.datastructures import FileStorage

MOST_FILES = 5
LARGEST = 10 * 1024 * 1024
LARGEST_TOGETHER = 12 * 1024 * 1024
MOST_SENT = MOST_FILES * LARGEST + 2 * 1024 * 1024  # bytes of a form: what is too much is said beside the field
LONGEST_NAME = 100
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
}
ACCEPTED = ",".join(f".{each}" for each in (*MEDIA_TYPES, "jpeg"))
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Office before 2007; also the envelope of an encrypted new one
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)\b")  # what a PDF does when it is opened
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # how a PDF may write a letter of a name
# Path parts, controls, and characters that turn a name around or hide in it.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes


def uploads(sent: Iterable[FileStorage]) -> list[Upload]:
    """Return the files of a form, checked; raise RefusedError at the first that is not taken."""
    return [checked(each.filename or "", each.stream.read(LARGEST + 1)) for each in sent if each and each.filename]


def together(sent: Iterable[FileStorage]) -> int:
    """Return how many bytes the files of a form have, without reading them."""
    return sum(each.stream.seek(0, io.SEEK_END) - each.stream.seek(0) for each in sent)


def checked(name: str, content: bytes) -> Upload:
    """Return the file; raise RefusedError where it is empty, too large, of another kind or not what its name says."""
    name = clean_name(name)
    ending = PurePosixPath(name).suffix.lower().removeprefix(".").replace("jpeg", "jpg")
    if not content:
        raise RefusedError(Refusal.EMPTY)
    if len(content) > LARGEST:
        raise RefusedError(Refusal.TOO_LARGE)
    if ending in {"docm", "xlsm", "pptm"}:
        raise RefusedError(Refusal.MACROS)
    if ending not in MEDIA_TYPES:
        raise RefusedError(Refusal.KIND)
    if _kind(content) != ending:
        raise RefusedError(Refusal.DISGUISED)
    return Upload(name, MEDIA_TYPES[ending], content)


def clean_name(name: str) -> str:
    """Return the last part of a path without what is no text in a name; the ending stays where it is cut."""
    last = _UNSAFE.sub("", re.split(r"[\\/]", name)[-1]).strip(" .")
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem else last[-LONGEST_NAME:]


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        if _ACTIVE.search(_ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), content)):
            raise RefusedError(Refusal.MACROS)
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return office_kind(content)
    if content.startswith(_OLE):
        raise RefusedError(Refusal.ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in content else Refusal.LEGACY)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "txt" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    """Plain text in the encodings that Japanese editors write."""
    if content.startswith((b"{\\rtf", b"MZ")):
        return False
    utf_16 = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)
    return False
