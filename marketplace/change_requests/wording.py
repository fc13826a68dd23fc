"""What a charter says, and what two wordings differ in. Pure."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

PARTS = ("does", "decides", "escalates")


@dataclass(frozen=True, slots=True)
class Charter:
    """What the PMO does, what it decides itself, what it brings to whom."""

    does: str = ""
    decides: str = ""
    escalates: str = ""

    def changed(self, before: Charter) -> dict[str, list[tuple[str, str]]]:
        """Return the parts that say something else than before, each as pieces of text."""
        old, new = asdict(before), asdict(self)
        return {part: differences(old[part], new[part]) for part in PARTS if old[part] != new[part]}


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Return the text in pieces: ("kept" | "gone" | "new", words), sentence by sentence."""
    old, new = _sentences(before), _sentences(after)
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("kept", "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(("gone", "".join(old[i:j])))
        if m > k:
            pieces.append(("new", "".join(new[k:m])))
    return pieces


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^。．.\n]+(?:。|．|\.(?=\s)|\.$|\n)?|[。．.\n]", text)
