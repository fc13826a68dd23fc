"""Both languages are complete: every text of the source has its Japanese, with the same placeholders."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def _source_texts() -> set[str]:
    found = set()
    keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    options: dict[str, dict[str, str]] = {"templates/**": {}, "marketplace/**": {}}
    for folder, method, pattern in (
        ("templates", "jinja2", "**.html"),
        ("templates", "jinja2", "**.txt"),
        ("marketplace", "python", "**.py"),
    ):
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), [(pattern, method)], options, keywords=keywords
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def test_every_text_has_its_japanese() -> None:
    path = ROOT / "marketplace" / "translations" / "ja" / "LC_MESSAGES" / "messages.po"
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale="ja")
    known = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            known[key] = message.string if isinstance(message.string, str) else (message.string or [""])[0]
            assert not message.fuzzy, key
    missing = sorted(text for text in _source_texts() if not known.get(text))
    assert missing == []
    for text, japanese in known.items():
        assert set(PLACEHOLDER.findall(japanese)) <= set(PLACEHOLDER.findall(text)), text
