"""A signed summary as a paper of one page, and as JSON for programs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.pdf import set_pdf
from marketplace.project_summaries.facts import lines_of
from marketplace.project_summaries.signing import digest, public_key

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATE = Path(__file__).with_name("paper.typ")


def summary_paper(content: Mapping[str, Any], signature: str, *, check_at: str) -> bytes:
    """Set the page in the present locale; `check_at` is the address where anybody can check it."""
    day = date.fromisoformat(content["signed_on"])
    return set_pdf(TEMPLATE, {
        "locale": present_locale(), "issued_on": [day.year, day.month, day.day],
        "title": _("Summary of a project"), "above": content["issuer"],
        "name": content["consultant"], "lines": [list(each) for each in lines_of(content)],
        "said": _("The facts come from the project's boards and reports as they stood when the client was asked. "
                  "The client has agreed to them. They hold no sums and no judgement."),
        "proof": _("To check this paper"),
        "how": _("Open this address and compare what it shows with this page."),
        "check-at": check_at,
        "marks": [["SHA-256", digest(content)], [_("Signature (Ed25519)"), signature],
                  [_("Public key"), public_key()]],
    })  # fmt: skip


def summary_json(content: Mapping[str, Any], signature: str, *, check_at: str) -> bytes:
    """Return the content with its proof; the signature is over `content` with sorted names and no blanks."""
    said = {
        "content": content, "sha256": digest(content), "algorithm": "Ed25519",
        "signed_bytes": "UTF-8 JSON of content, names sorted, no blanks between tokens, no escapes beyond JSON's own",
        "signature": signature, "public_key": public_key(), "check_at": check_at,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=2).encode()
