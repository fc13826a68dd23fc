"""Setting documents with Typst: a template of ours, the words as data, out comes PDF/A. The one place that knows it.

Data reaches the template as JSON and is set as text, never read as markup: a name such as #evil[$x$] prints as that.
"""

from __future__ import annotations

import json
import struct
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import typst  # noqa: TID251 - the one place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FONTS = Path(__file__).parent.parent / "static" / "vendor"
FACE = FONTS / "BIZUDPGothic-Regular.ttf"  # regular and bold have the same characters
GETA = "〓"  # what Japanese printers set in the place of a character that they have no type for
_ONE_AT_A_TIME = Lock()  # a compiler remembers the inputs it was given last
ARCHIVAL: Final = ("a-2a", "ua-1")  # to be read in twenty years, and to be read aloud


def set_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Set a template, which reads `sys.inputs.data`; about 20 ms a page or two."""
    words = json.dumps(_settable(dict(data)), ensure_ascii=False)
    with _ONE_AT_A_TIME:
        done = _compiler().compile(
            input=template.read_bytes(), format="pdf", pdf_standards=[*ARCHIVAL], sys_inputs={"data": words}
        )
    assert isinstance(done, bytes)  # noqa: S101 - a list comes only of pictures
    return done


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process: a new one for each document would leave its memory behind."""
    return typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    """Read the two faces once a process; nothing that this machine happens to have."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _settable(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Put the geta mark where the face has no character: PDF/A holds no empty boxes."""
    if isinstance(value, str):
        known = _characters()
        return "".join(each if each in known or each in "\n\t " else GETA for each in value.replace("\u200b", ""))
    if isinstance(value, dict):
        return {name: _settable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(each) for each in value]
    return value


@cache
def _characters() -> frozenset[str]:
    """Return the characters of the face: its `cmap` table, formats 4 and 12 of the OpenType specification."""
    font = FACE.read_bytes()
    tables = {font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * font[5], 16)}
    at = tables[b"cmap"]
    offsets = {
        struct.unpack_from(">L", font, at + 8 + 8 * n)[0] for n in range(struct.unpack_from(">H", font, at + 2)[0])
    }
    return frozenset(each for offset in offsets for each in _mapped(font, at + offset))


def _mapped(font: bytes, at: int) -> Iterator[str]:
    form = struct.unpack_from(">H", font, at)[0]
    if form == 4:  # noqa: PLR2004 - segments of the basic plane; the last one is a mark
        count = struct.unpack_from(">H", font, at + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", font, at + 14)
        starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
        spans = list(zip(starts, ends, strict=True))[:-1]
    elif form == 12:  # noqa: PLR2004 - groups of all planes
        count = struct.unpack_from(">L", font, at + 12)[0]
        spans = [struct.unpack_from(">LL", font, at + 16 + 12 * n) for n in range(count)]
    else:
        spans = []
    for first, last in spans:
        yield from map(chr, range(first, last + 1))
