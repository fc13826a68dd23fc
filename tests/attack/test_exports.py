"""Every file that leaves a project, drawn by a program that is not ours: LibreOffice and Poppler, in both languages.

Each page must hold ink, and none at its edges: what runs off a page or a slide is cut there. With PICTURES naming a
folder the pictures are kept there to be looked at. Yu Gothic is Microsoft's; the product's own face stands in for it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from marketplace.app import ROOT
from marketplace.clock import today
from marketplace.db import db
from marketplace.exports.papers import minutes_file, status_file, workbook_file
from marketplace.i18n import in_locale
from marketplace.portfolio.files import portfolio_file
from marketplace.portfolio.gathering import Shown, gathered
from marketplace.project_summaries.operations import agree_to_summary, propose_summary
from marketplace.project_summaries.paper import summary_paper
from marketplace.project_summaries.signing import digest
from marketplace.tracker.operations.setting_up import close_project
from tests.factories.exports import full_project

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.attack, pytest.mark.usefixtures("session")]
FILTERS = {"pptx": "impress_pdf_Export", "docx": "writer_pdf_Export", "xlsx": "calc_pdf_Export"}
MODULES = {"pptx": ("impress", "libsdlo.so"), "docx": ("writer", "libswlo.so"), "xlsx": ("calc", "libsclo.so")}
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{vendor}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
<match target="pattern"><test name="family"><string>Yu Gothic</string></test>
<edit name="family" mode="assign" binding="strong"><string>BIZ UDPGothic</string></edit></match></fontconfig>"""
DARK, MOST_AT_EDGE = 200, 0  # of 255; dots within a hundredth of the page's edge
SECONDS = 120


def _files() -> Iterator[tuple[str, bytes, int]]:
    """Yield (name, content, pages: 0 where any number will do) in the present locale."""
    project, pmo, owner, minutes, report = full_project()
    for kind, pages in (("summary", 1), ("report", 0), ("slides", 6)):
        made = status_file(report, kind)
        assert made is not None
        yield f"{kind}{Path(made.name).suffix}", made.content, pages
    yield "boards.xlsx", workbook_file(project).content, 0
    yield "minutes.docx", minutes_file(minutes).content, 0
    for kind, pages in (("summary", 1), ("report", 0), ("slides", 0), ("tables", 0)):
        made = portfolio_file(gathered(owner, today(), Shown()), kind)
        yield f"portfolio-{kind}{Path(made.name).suffix}", made.content, pages
    close_project(project, by=pmo)
    db.session.commit()
    summary = propose_summary(project, by=pmo)
    db.session.commit()
    seen = digest(summary.facts)
    agree_to_summary(summary, seen=seen, client=True, project=True, operator="縁の下パートナーズ株式会社", by=owner)
    assert summary.content is not None
    assert summary.signature is not None
    check_at = f"https://ennoshita.example.jp/summaries/{summary.code}"
    yield "record.pdf", summary_paper(summary.content, summary.signature, check_at=check_at), 1


def _as_pdf(file: Path, home: Path) -> Path:
    """Have LibreOffice set a file; skip, saying so, where it or the part that reads such files is not installed."""
    office, kind = shutil.which("soffice"), file.suffix[1:]
    part, library = MODULES[kind]
    if office is None or not (Path(office).resolve().parent / library).exists():
        pytest.skip(f"LibreOffice's {part} is not installed: {file.name} was not drawn")
    fonts = home / "fonts.conf"
    fonts.write_text(FONTS.format(vendor=ROOT / "static" / "vendor", cache=home / "fonts"))
    command = [
        office, f"-env:UserInstallation=file://{home / 'office'}", "--headless", "--convert-to",
        f"pdf:{FILTERS[kind]}", "--outdir", str(file.parent), str(file),
    ]  # fmt: skip
    done = subprocess.run(
        command, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}, capture_output=True, text=True, check=False,
        timeout=SECONDS,
    )  # fmt: skip
    made = file.with_suffix(".pdf")
    assert made.exists(), done.stderr
    return made


def _pictures(pdf: Path) -> list[Path]:
    if shutil.which("pdftoppm") is None:
        pytest.skip("Poppler (pdftoppm) is not installed: nothing was drawn")
    command = ["pdftoppm", "-gray", "-r", "60", str(pdf), str(pdf.with_suffix(""))]
    subprocess.run(command, check=True, timeout=SECONDS)
    return sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))


def _ink(picture: Path) -> tuple[int, int]:
    """Return how many dots are dark on a page, and how many within a hundredth of its edges (a PGM, P5)."""
    head, size, _most, dots = picture.read_bytes().split(b"\n", 3)
    assert head == b"P5"
    wide, high = map(int, size.split())
    across, down = max(1, wide // 100), max(1, high // 100)
    rows = [dots[at * wide : (at + 1) * wide] for at in range(high)]
    edge = [*rows[:down], *rows[-down:], *(row[:across] + row[-across:] for row in rows)]
    return tuple(sum(dot < DARK for row in some for dot in row) for some in (rows, edge))  # type: ignore[return-value]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_export_is_drawn_whole_by_another_program(locale: str, tmp_path: Path) -> None:
    with in_locale(locale):
        made = list(_files())
    for name, content, pages in made:
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        file = folder / name
        file.write_bytes(content)
        pdf = file if file.suffix == ".pdf" else _as_pdf(file, tmp_path)
        drawn = _pictures(pdf)
        if kept := os.environ.get("PICTURES"):
            for picture in drawn:
                shutil.copy(picture, Path(kept) / f"{locale}-{folder.name}{picture.name.removeprefix(pdf.stem)}")
        assert len(drawn) == (pages or len(drawn)) > 0, name
        text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
        assert "基幹システム" in text.replace(" ", "").replace("\u200b", ""), name
        for picture in drawn:
            ink, at_edge = _ink(picture)
            assert ink > 0, f"{picture.name} of {name} is empty"
            assert at_edge <= MOST_AT_EDGE, f"{picture.name} of {name} runs off the page"
