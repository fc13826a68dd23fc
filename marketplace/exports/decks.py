"""A deck of slides: title, one message, tables, native charts; the one user of python-pptx."""

from __future__ import annotations

import unicodedata
from typing import IO, TYPE_CHECKING, Any, cast

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from marketplace.exports.pictures import SERIES
from marketplace.exports.wording import fitting, letters
from marketplace.formats import date_long

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

FACE = "Yu Gothic"


def _rgb(code: str) -> RGBColor:
    made: Any = RGBColor  # its methods are not typed
    return cast("RGBColor", made.from_string(code))


INK, QUIET, ACCENT = (_rgb(each) for each in ("1A1A1C", "525A5C", "004C59"))
TONES = {"green": ("14693F", "E6F5EC"), "amber": ("7A4D00", "FDF3DC"), "red": ("B3161B", "FDEEEE")}
WIDE, HIGH = 13.333, 7.5  # inches
TOP, BOTTOM = 1.75, 6.85
TITLE_ONLY = 5  # of the library's own template
LINE = 0.021  # inches a point of type takes from line to line
MARKS = 8  # along an axis
MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.DIAMOND)


class Deck:
    """Slides one after the other; what is put on one lands on the last."""

    def __init__(self, project: str, title: str, on: date) -> None:
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = Inches(WIDE), Inches(HIGH)
        self.deck.core_properties.title = letters(f"{project} {title}")[:255]
        self.deck.core_properties.author = ""
        self.foot = f"{project}　{title}　{date_long(on)}"
        self.page: Any = None

    def save(self, out: IO[bytes]) -> None:
        """Write the file."""
        self.deck.save(out)

    def slide(self, title: str, message: str) -> None:
        """Begin a slide."""
        self.page = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        heading = self.page.shapes.title
        heading.left, heading.top, heading.width, heading.height = (
            Inches(each) for each in (0.5, 0.35, WIDE - 1, 0.62)
        )
        _write(heading.text_frame, fitting(title, 46), 24, bold=True, colour=ACCENT)
        heading.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        heading.text_frame.margin_left = heading.text_frame.margin_right = 0  # in line with what stands below
        box = self._box(0.5, 0.97, WIDE - 1, 0.5)
        _write(box, fitting(message, 100), 16)
        rule = self.page.shapes.add_connector(1, Inches(0.5), Inches(1.55), Inches(WIDE - 0.5), Inches(1.55))
        rule.line.color.rgb, rule.line.width = ACCENT, Pt(1.25)
        _write(self._box(0.5, 7.0, WIDE - 2, 0.35), fitting(self.foot, 120), 9, colour=QUIET)
        number = self._box(WIDE - 1.5, 7.0, 1.0, 0.35)
        _write(number, "", 9, colour=QUIET)
        _number(number.paragraphs[0], len(self.deck.slides))

    def note(self, words: str) -> None:
        """Write a quiet line below everything."""
        _write(self._box(0.5, 6.5, WIDE - 1, 0.4), words, 12, colour=QUIET)

    def words(self, parts: Sequence[tuple[str, str]], *, left: float, width: float) -> None:
        """Write headed texts below each other, cut to the room they have."""
        room = (BOTTOM - TOP) / len(parts)
        for place, (heading, body) in enumerate(parts):
            frame = self._box(left, TOP + place * room, width, room - 0.1)
            _write(frame, heading, 12, bold=True, colour=ACCENT)
            size = 14
            per_line, lines = int(width * 72 / size * 1.9), int((room - 0.5) / (size * LINE))
            for line in _lines(body, per_line, lines):
                _run(frame.add_paragraph(), line, size)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, left: float,
        tones: Mapping[tuple[int, int], str] | None = None,
    ) -> None:  # fmt: skip
        """Put a table; `tones` colour cells (row, column) as green, amber or red."""
        size = (Inches(each) for each in (left, TOP, sum(widths), 0.4 * (len(rows) + 1)))
        table = self.page.shapes.add_table(len(rows) + 1, len(heads), *size).table
        table.horz_banding = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for place, words in enumerate(heads):
            _cell(table.cell(0, place), words, 11, bold=True, colour="FFFFFF", fill="004C59")
        most = int((BOTTOM - TOP - 0.45) / max(1, len(rows)) / (12 * LINE))  # lines that a row may take
        for at, row in enumerate(rows):
            for place, words in enumerate(row):
                colour, fill = TONES.get((tones or {}).get((at, place), ""), ("1A1A1C", "FFFFFF"))
                lines = _lines(words.replace("\n", " "), int(widths[place] * 72 / 12 * 1.7) - 2, max(1, min(most, 3)))
                bold = (tones or {}).get((at, place)) is not None
                _cell(table.cell(at + 1, place), "".join(lines), 12, bold=bold, colour=colour, fill=fill)

    def lines(
        self, title: str, days: Sequence[date], series: Mapping[str, Sequence[float | None]], *, form: str,
        at: tuple[float, float], dashed: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Put a native line chart over days, `at` (left, width) in inches; PowerPoint edits its numbers in a sheet."""
        make: Any = CategoryChartData
        data = make(number_format=form)
        data.categories = days
        for name, values in series.items():
            data.add_series(letters(name), values)
        marked = form.startswith("y")  # days as values: each report is a point
        size = (Inches(each) for each in (at[0], TOP, at[1], 4.65))
        kind = XL_CHART_TYPE.LINE_MARKERS if marked else XL_CHART_TYPE.LINE
        chart = self.page.shapes.add_chart(kind, *size, data).chart
        _dress(chart, title, form, days)
        for place, line in enumerate(chart.plots[0].series):
            colour = _rgb(SERIES[place % len(SERIES)].lstrip("#"))
            line.smooth = False
            line.format.line.color.rgb, line.format.line.width = colour, Pt(2.25)
            line.format.line.dash_style = MSO_LINE.DASH if line.name in dashed else MSO_LINE.SOLID
            if marked:
                line.marker.style, line.marker.size = MARKERS[place % len(MARKERS)], 8
                line.marker.format.fill.solid()
                line.marker.format.fill.fore_color.rgb = line.marker.format.line.color.rgb = colour

    def columns(
        self, title: str, names: Sequence[str], series: Mapping[str, Sequence[float | None]], *, form: str,
        at: tuple[float, float],
    ) -> None:  # fmt: skip
        """Put a native chart of columns beside one another, a group a name, `at` (left, width) in inches."""
        make: Any = CategoryChartData
        data = make(number_format=form)
        data.categories = [fitting(each, 14) for each in names]
        for name, values in series.items():
            data.add_series(letters(name), values)
        size = (Inches(each) for each in (at[0], TOP, at[1], 4.65))
        chart = self.page.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, data).chart
        _dress(chart, title, form, [])
        chart.plots[0].gap_width = 60
        for place, line in enumerate(chart.plots[0].series):
            line.format.fill.solid()
            line.format.fill.fore_color.rgb = _rgb(SERIES[place % len(SERIES)].lstrip("#"))

    def _box(self, left: float, top: float, width: float, height: float) -> Any:  # noqa: ANN401 - the library ships no types
        frame = self.page.shapes.add_textbox(*(Inches(each) for each in (left, top, width, height))).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame


def _dress(chart: Any, title: str, form: str, days: Sequence[date]) -> None:  # noqa: ANN401 - as above
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(11), FACE, INK
    _east_asian(chart.font._rPr)  # noqa: SLF001 - the one way to the typeface of Japanese letters
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.has_title = bool(title)
    if title:
        _write(chart.chart_title.text_frame, title, 13, bold=True)
    across, upwards = chart.category_axis, chart.value_axis
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "m/d", False
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    across.has_major_gridlines = False
    _every(across, days)
    upwards.tick_labels.number_format, upwards.tick_labels.number_format_is_linked = form, False
    upwards.major_gridlines.format.line.color.rgb = _rgb("D3DADB")
    upwards.format.line.fill.background()


def _every(axis: Any, days: Sequence[date]) -> None:  # noqa: ANN401 - as above
    """Mark whole weeks along an axis of days, some eight of them: a day each would be a grey bar of slanted dates."""
    before = axis._element.find(qn("c:baseTimeUnit"))  # noqa: SLF001 - the library leaves the distance to the program
    if before is None or not days:
        return
    weeks = max(1, round(((days[-1] - days[0]).days / 7) / MARKS))
    for name, value in reversed((("c:majorUnit", str(7 * weeks)), ("c:majorTimeUnit", "days"))):
        mark = OxmlElement(name)
        mark.set("val", value)
        before.addnext(mark)


def _write(frame: Any, words: str, size: int, *, bold: bool = False, colour: RGBColor = INK) -> None:  # noqa: ANN401 - as above
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)  # noqa: SLF001 - the library takes no run away
    if words:
        _run(paragraph, words, size, bold=bold, colour=colour)


def _run(paragraph: Any, words: str, size: int, *, bold: bool = False, colour: RGBColor = INK) -> None:  # noqa: ANN401 - as above
    run = paragraph.add_run()
    run.text = "".join(each for each in letters(words) if unicodedata.category(each) != "Cc")
    run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(size), bold, FACE, colour
    _east_asian(run.font._rPr)  # noqa: SLF001 - the one way to the typeface of Japanese letters


def _east_asian(properties: Any) -> None:  # noqa: ANN401 - as above
    """Name the face of Japanese letters too: without it PowerPoint takes that of the theme, a Chinese one perhaps."""
    latin = properties.find(qn("a:latin"))
    east = properties.find(qn("a:ea"))
    if east is None:
        east = OxmlElement("a:ea")
        latin.addnext(east)
    east.set("typeface", FACE)


def _number(paragraph: Any, number: int) -> None:  # noqa: ANN401 - as above
    """Put the slide's number as a field: it follows when slides are moved."""
    paragraph.alignment = PP_ALIGN.RIGHT
    field, look, face, words = (OxmlElement(each) for each in ("a:fld", "a:rPr", "a:latin", "a:t"))
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    look.set("lang", "en-US")
    look.set("sz", "900")
    face.set("typeface", FACE)
    words.text = str(number)
    look.append(face)
    field.extend((look, words))
    paragraph._p.append(field)  # noqa: SLF001 - the library has no fields


def _cell(cell: Any, words: str, size: int, *, bold: bool = False, colour: str, fill: str) -> None:  # noqa: ANN401 - as above
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(fill)
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(cell.text_frame, words, size, bold=bold, colour=_rgb(colour))


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in words)


def _lines(words: str, per_line: int, most: int) -> list[str]:
    """Return the lines that fit, each no longer than so many half-width letters takes; the last one says it was cut."""
    found: list[str] = []
    for line in words.splitlines() or [""]:
        taken = -(-max(1, _width(line)) // per_line)
        left = most - sum(-(-max(1, _width(each)) // per_line) for each in found)
        if taken > left:
            if left > 0:
                found.append(fitting(line, left * per_line // 2))
            elif found:
                found[-1] = found[-1].rstrip("…") + "…"
            break
        found.append(line)
    return found
