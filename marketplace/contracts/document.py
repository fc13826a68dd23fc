"""A paper as PDF/A: the text that was issued, the English for reference, and the evidence of its signatures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.clock import TOKYO
from marketplace.contracts.labels import PAPER, PROOF, SIGNER
from marketplace.formats import moment
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.pdf import set_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.contracts.models import Paper, Signature

TEMPLATE = Path(__file__).with_name("paper.typ")


def paper_pdf(paper: Paper) -> bytes:
    """Set the paper with its evidence page, in the present locale's order: its own words lead."""
    return set_pdf(TEMPLATE, paper_data(paper))


def paper_data(paper: Paper) -> dict[str, Any]:
    """Return what the template reads: texts as lines, the evidence as rows."""
    number = paper.contract_version.contract.number if paper.contract_version else ""
    day = paper.issued_at.astimezone(TOKYO)
    return {
        "locale": present_locale(),
        "title": f"{PAPER[paper.kind]} {number}".strip(),
        "issued_on": [day.year, day.month, day.day],
        "text": _blocks(paper.text),
        "translation": _blocks(paper.translation),
        "translation_title": _("Translation for reference"),
        "evidence_title": _("Evidence of issue and signatures"),
        "hash_label": _("SHA-256 of the text"),
        "sha256": paper.sha256,
        "issued_label": _("Issued"),
        "issued": _instant(paper.issued_at),
        "columns": [_("Party"), _("Name"), _("Account"), _("Signed at"), _("Proof"), _("From")],
        "signatures": [_row(each) for each in paper.signatures],
        "nobody": _("Nobody signs this paper.") if not paper.signatures else "",
    }


def _row(each: Signature) -> list[str]:
    proof, name = str(PROOF[each.proof]), each.name
    if each.file_sha256:  # signed elsewhere: the account is that of whoever has kept the file
        proof, name = f"{proof} (SHA-256 {each.file_sha256})", _("kept by %(name)s", name=name)
    return [str(SIGNER[each.signer]), name, each.user.email, _instant(each.signed_at), proof, each.address or "—"]


def _instant(value: datetime) -> str:
    """Say an instant for both clocks: Japan's, and UTC as it is kept."""
    return f"{moment(value)} (UTC {value:%Y-%m-%d %H:%M:%S})"


def _blocks(text: str) -> list[dict[str, str]]:
    """Return the text as title, headings and paragraphs, in order; a line that begins an article is a heading."""
    blocks: list[dict[str, str]] = []
    for n, part in enumerate(re.split(r"\n{2,}", text)):
        head, _newline, rest = part.partition("\n")
        if n == 0:
            blocks.append({"kind": "title", "text": part})
        elif re.match(r"第\d+条|Article \d+", head):
            blocks += [{"kind": "heading", "text": head}, {"kind": "paragraph", "text": rest}]
        else:
            blocks.append({"kind": "paragraph", "text": part})
    return blocks


def paper_name(paper: Paper) -> str:
    """Return the file's name: 個別契約_2026-0001_20261122.pdf."""
    number = paper.contract_version.contract.number if paper.contract_version else ""
    day = f"{paper.issued_at.astimezone(TOKYO):%Y%m%d}"
    return "_".join(part for part in (str(PAPER[paper.kind]), number, day) if part).replace(" ", "_") + ".pdf"
