"""Minutes as a Word file: who met when, what was said, and what was decided and is to be done."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from marketplace.exports.wording import letters
from marketplace.formats import date_long
from marketplace.i18n import gettext as _
from marketplace.tracker.boards import ACTIONS, DECISIONS, code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.tracker.models import Action, Decision, Minutes

FACE = "Yu Gothic"
ACCENT, QUIET = RGBColor(0x00, 0x4C, 0x59), RGBColor(0x52, 0x5A, 0x5C)
WASH, RULE = "EEF2F2", "B8C0C8"


def minutes_docx(project: str, minutes: Minutes, decisions: Sequence[Decision], actions: Sequence[Action]) -> bytes:
    """Return the file in the present locale."""
    paper = _paper(f"{project} {minutes.title}")
    _text(paper.add_paragraph(), project, 9, colour=QUIET)
    heading = paper.add_heading(level=1)
    _text(heading, minutes.title, 18, bold=True, colour=ACCENT)
    facts = [
        (_("Day of the meeting"), date_long(minutes.held_on)),
        (_("Room or link"), minutes.place),
        (_("Who was there"), minutes.attendees),
    ]
    _table(paper, [], [[label, words or "—"] for label, words in facts], (32, 138))
    _heading(paper, _("What the meeting said"))
    for line in minutes.body.splitlines() or [_("Nothing written yet.")]:
        _text(paper.add_paragraph(), line, 10.5)
    _heading(paper, str(DECISIONS.title))
    _listed(
        paper, [_("No."), _("What was decided"), _("Decided by"), _("Decided on")], (16, 84, 38, 32),
        [[code(DECISIONS, row), row.title, row.decided_by, _day(row.decided_on)] for row in decisions],
        _("No decision was taken."),
    )  # fmt: skip
    _heading(paper, str(ACTIONS.title))
    _listed(
        paper, [_("No."), _("What is to be done"), _("Person in charge"), _("To be done by")], (16, 84, 38, 32),
        [[code(ACTIONS, row), row.title, row.owner, _day(row.due_on)] for row in actions],
        _("No action was agreed."),
    )  # fmt: skip
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _paper(title: str) -> Any:  # noqa: ANN401 - the library's factory is not typed
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(20)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
    normal.paragraph_format.space_after = Pt(3)
    paper.core_properties.title, paper.core_properties.author = letters(title)[:255], ""
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = foot.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)  # noqa: SLF001 - the library has no fields
    return paper


def _heading(paper: Any, words: str) -> None:  # noqa: ANN401 - as above
    _text(paper.add_heading(level=2), words, 12, bold=True, colour=ACCENT)


def _listed(paper: Any, heads: list[str], widths: Sequence[int], rows: list[list[str]], none: str) -> None:  # noqa: ANN401 - as above
    if rows:
        _table(paper, heads, rows, widths)
    else:
        _text(paper.add_paragraph(), none, 10.5, colour=QUIET)


def _table(paper: Any, heads: list[str], rows: list[list[str]], widths: Sequence[int]) -> None:  # noqa: ANN401 - as above
    table = paper.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # what LibreOffice and Word's own web view go by; Word itself by the cells
    for at, row in enumerate([heads, *rows] if heads else rows):
        cells = table.add_row().cells
        for place, (words, width) in enumerate(zip(row, widths, strict=True)):
            head = bool(heads) and at == 0
            cells[place].width = Mm(width)
            paragraph = cells[place].paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
            _text(
                paragraph,
                words,
                9.5,
                bold=head,
                colour=QUIET if head or (not heads and not place) else None,
            )
            _look(cells[place], fill=WASH if head else "")
        if heads and at == 0:
            mark = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - repeated on each page; the library has no way


def _look(cell: Any, *, fill: str) -> None:  # noqa: ANN401 - as above
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library draws no lines
    borders, bottom = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("color", RULE)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties.append(borders)
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)


def _text(paragraph: Any, words: str, size: float, *, bold: bool = False, colour: RGBColor | None = None) -> None:  # noqa: ANN401 - as above
    run = paragraph.add_run(letters(words))
    run.font.name, run.font.size, run.font.bold = FACE, Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)  # noqa: SLF001 - the face of Japanese letters
    if colour is not None:
        run.font.color.rgb = colour


def _day(day: Any) -> str:  # noqa: ANN401 - a date or nothing
    return date_long(day) if day else "—"
