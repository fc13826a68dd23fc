"""Office files are zip archives of XML: looked through before any library opens them.

Nothing here trusts a header: sizes are counted while unpacking, document types (and with them every entity) are
refused by the parser itself.
"""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from marketplace.imports.rows import RefusedError
from marketplace.imports.states import Refusal

MOST_ENTRIES = 2000
MOST_UNPACKED = 60 * 1024 * 1024
MOST_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
CHUNK = 64 * 1024
ENCRYPTED_BIT = 0x1

CONTENT_TYPES = "[Content_Types].xml"
WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
POWERPOINT = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
KINDS = {"docx": WORD, "xlsx": EXCEL, "pptx": POWERPOINT}
MACROS = (b"macroenabled", b"vbaproject", b"ms-excel.intlmacrosheet")


def office_kind(content: bytes) -> str:
    """Return "docx", "xlsx" or "pptx" of a package that is safe to open; raise RefusedError for every other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            types = _look_through(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError(Refusal.BROKEN) from error
    if any(word in types.lower() for word in MACROS):
        raise RefusedError(Refusal.MACROS)
    for kind, main_part in KINDS.items():
        if main_part in types:
            return kind
    raise RefusedError(Refusal.KIND)


def _look_through(package: zipfile.ZipFile) -> bytes:
    """Unpack every entry once, counting; return the list of content types."""
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        raise RefusedError(Refusal.BOMB)
    if any(entry.flag_bits & ENCRYPTED_BIT for entry in entries):
        raise RefusedError(Refusal.ENCRYPTED)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise RefusedError(Refusal.BROKEN)
    if CONTENT_TYPES not in names:
        raise RefusedError(Refusal.KIND)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedError(Refusal.MACROS)
    unpacked = 0
    for entry in entries:
        unpacked += _unpack(package, entry, room=MOST_UNPACKED - unpacked)
    return package.read(CONTENT_TYPES)


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo, *, room: int) -> int:
    """Return how large an entry really is; XML is parsed on the way."""
    most = min(room, max(RATIO_COUNTS_FROM, MOST_RATIO * entry.compress_size))
    parser = _parser() if entry.filename.lower().endswith((".xml", ".rels", ".vml")) else None
    size = 0
    with package.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise RefusedError(Refusal.BOMB)
            _parse(parser, chunk, last=False)
    if size:
        _parse(parser, b"", last=True)
    return size


def _parse(parser: expat.XMLParserType | None, chunk: bytes, *, last: bool) -> None:
    if parser is not None:
        try:
            parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise RefusedError(Refusal.BROKEN) from error


def _parser() -> expat.XMLParserType:
    def refuse(*_declaration: object) -> None:
        raise RefusedError(Refusal.ENTITIES)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser
