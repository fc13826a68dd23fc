"""What is never opened: too large, disguised, broken, or built to hurt. Every refusal says what to do about it."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # the builder alone; parsing is expat's below
from xml.parsers import expat

from marketplace.i18n import lazy_gettext as _
from marketplace.imports.labels import REFUSAL
from marketplace.imports.packages import office_kind
from marketplace.imports.rows import RefusedError
from marketplace.imports.states import Refusal

LARGEST = 10 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5_000, 200, 32_000
MOST_ELEMENTS, DEEPEST = 1_000_000, 50
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Excel before 2007, Microsoft Project's own .mpp, an encrypted new Excel
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

TOO_LARGE = _("The file is larger than 10 MB.")
TOO_LONG = _("The file has more than 5,000 rows. Export a part of it, and then the next.")
TOO_WIDE = _("The file has more than 200 columns. Leave out columns that are not needed.")
CELL_TOO_LONG = _("A cell holds more than 32,000 characters.")
NOT_READ = _(
    "This is no file that can be read here. Use Microsoft Project XML, the CSV of Jira, Backlog or Asana, "
    "or Excel (.xlsx)."
)
LEGACY = _(
    "This is a file of an old Excel, a protected one, or a Microsoft Project .mpp. Save it as .xlsx without "
    "protection, or as XML from Microsoft Project."
)
ENCODING = _("The characters of the file cannot be read. Save it as UTF-8 and choose it again.")
BROKEN_TABLE = _("The table breaks off or its quotation marks do not match. Export it anew.")
BROKEN_XML = _("The XML cannot be read; it may be damaged. Save it anew and choose it again.")
NO_PROJECT = _("This XML is not from Microsoft Project.")
NOTHING = _("No row was found in the file.")


class Refused(Exception):
    """A file that is not read; `message` is for people. Nothing of the file was taken."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def check_size(content: bytes) -> None:
    """Refuse what is empty or too large."""
    if not content.strip():
        raise Refused(REFUSAL[Refusal.EMPTY])
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)


def check_package(content: bytes) -> None:
    """Refuse every archive but an Excel one that is safe to open."""
    try:
        kind = office_kind(content)
    except RefusedError as refused:
        message = NOT_READ if refused.code == Refusal.KIND else REFUSAL[refused.code]
        raise Refused(message) from refused
    if kind != "xlsx":
        raise Refused(NOT_READ)


def text_of(content: bytes) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or in CP932 (Windows' Shift_JIS)."""
    encodings = ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Refused(NOT_READ)
        return text
    raise Refused(ENCODING)


def check_cell(text: str) -> str:
    """Return the text of a cell that is not too long."""
    if len(text) > LONGEST_CELL:
        raise Refused(CELL_TOO_LONG)
    return text


def xml_of(content: bytes) -> ET.Element:
    """Return the root of an XML document; its tags are "{namespace}name".

    Document types are refused by the parser itself, and with them every entity; depth and number of elements are
    counted while parsing.
    """
    builder = ET.TreeBuilder()
    depth = count = 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise Refused(REFUSAL[Refusal.BOMB])
        builder.start(_clark(tag), {})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_clark(tag))

    def refuse(*_declaration: object) -> None:
        raise Refused(REFUSAL[Refusal.ENTITIES])

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position alone
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: an encoding it does not know
        raise Refused(BROKEN_XML) from error
    return builder.close()


def _clark(tag: str) -> str:
    return f"{{{tag}" if "}" in tag else tag
