"""Lines of minutes that say a decision or an action: what, who, by when. Pure.

【決定】並行稼働は行わない　　　　　　　　　　Decision: no parallel run
【アクション】日程案を配る 担当:佐藤 期限:12/5　　Action: send the dates, owner: Sato due: 2026-12-05
TODO: 役員向け資料 @中村 ～12/10まで
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.tracker.cells import NotUnderstoodError, read_day

if TYPE_CHECKING:
    from datetime import date


class Kind(StrEnum):
    """What a line becomes."""

    DECISION = "decision"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was understood; its key stays while its words stay, wherever it moves."""

    key: str
    kind: Kind
    title: str
    owner: str
    due_on: date | None


LONGEST_TITLE = 200
_BULLET = r"[\s・*•\-–—◆■●○▪]*(?:\d{1,2}[.)]\s*)?"
_MARKS = {
    Kind.DECISION: re.compile(rf"{_BULLET}(?:【決定(?:事項)?】|\[D\]|(?:決定(?:事項)?|Decision)\s*:)", re.IGNORECASE),
    Kind.ACTION: re.compile(
        rf"{_BULLET}(?:【(?:アクション|TODO|宿題)】|\[A\]|(?:アクション|宿題|AI|TODO|Action(?: item)?)\s*:)",
        re.IGNORECASE,
    ),
}
_DAY = r"(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}(?!\d)日?(?:\s*\([月火水木金土日]\))?"
_DUE = (
    re.compile(rf"(?:期限|期日|締切|due|by)\s*:?\s*({_DAY})(?:\s*まで)?", re.IGNORECASE),
    re.compile(rf"[~〜]\s*({_DAY})(?:\s*まで)?"),
    re.compile(rf"({_DAY})\s*まで(?:に)?"),
)
_ENDS = r"(?=\s*(?:[,、。;()/|]|期限|期日|締切|due\b|by\b|[~〜]|@|$))"
_OWNER = (
    re.compile(rf"(?:担当者?|owner)\s*:\s*(\S.{{0,39}}?){_ENDS}", re.IGNORECASE),
    re.compile(r"@([^\s,、。:;()@]{1,40})"),
)
_HONORIFIC = re.compile(r"(?:さん|様|氏)$")


def found_lines(body: str, held_on: date) -> list[Found]:
    """Return the lines that say a decision or an action, in their order; days without a year lie near the meeting."""
    found: list[Found] = []
    seen: dict[str, int] = {}
    for line in body.splitlines():
        read = _read(line, held_on)
        if read is None:
            continue
        digest = hashlib.sha256(" ".join(_plain(line).split()).encode()).hexdigest()[:24]
        again = seen[digest] = seen.get(digest, 0) + 1
        found.append(Found(f"{digest}-{again}", *read))
    return found


def _plain(text: str) -> str:
    """Fold full-width letters and signs, each to one: a place in the folded text is the same place in the line."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", each)) == 1 else each for each in text)


def _read(line: str, held_on: date) -> tuple[Kind, str, str, date | None] | None:
    plain = _plain(line)
    for kind, mark in _MARKS.items():
        begins = mark.match(plain)
        if begins is None:
            continue
        rest, plain = line[begins.end() :], plain[begins.end() :]
        rest, plain, due = _day_of(rest, plain, held_on)
        rest, plain, owner = _cut(rest, plain, _OWNER)
        title = _tidy(rest)
        return (kind, title, _HONORIFIC.sub("", owner.strip()), due) if title else None
    return None


def _cut(line: str, plain: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str, str, str]:
    """Return the line without what was found, and that."""
    for pattern in patterns:
        if hit := pattern.search(plain):
            said = line[hit.start(1) : hit.end(1)]
            first, last = hit.span()
            return f"{line[:first]} {line[last:]}", f"{plain[:first]} {plain[last:]}", said
    return line, plain, ""


def _day_of(line: str, plain: str, held_on: date) -> tuple[str, str, date | None]:
    shorter, folded, said = _cut(line, plain, _DUE)
    if not said:
        return line, plain, None
    try:
        return shorter, folded, read_day(said, held_on)
    except NotUnderstoodError:
        return line, plain, None  # 2/30: it stays in the words, for whoever looks through them


def _tidy(words: str) -> str:
    """Take away the brackets and commas that stood around what was cut out."""
    words = re.sub(r"[(（][\s,、,/／|]*[)）]", " ", words)
    words = re.sub(r"^[\s,、;；/／|]+|[\s,、;；/／|]+$", "", re.sub(r"\s+", " ", words))
    words = re.sub(r"\s+([。.])", r"\1", words)
    return words[:LONGEST_TITLE].strip()
