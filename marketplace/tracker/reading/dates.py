"""The days and durations of the tools, as the boards' cells write them."""

from __future__ import annotations

import re
from datetime import date

from marketplace.tracker.cells import folded

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY = 2000
_TIME = r"(?:[T,\s]+\d{1,2}:\d{2}.*)?"
_SHAPES = (  # 2026/09/03 10:00, then 22/Sep/26 9:26 AM, then Apr. 15, 2024 09:39
    re.compile(rf"(?P<y>\d{{4}})[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})日?(?:\s*\(.\))?{_TIME}"),
    re.compile(rf"(?P<d>\d{{1,2}})[-/ ](?P<m>[A-Za-z]{{3,9}}|\d{{1,2}}月)\.?[-/ ](?P<y>\d{{4}}|\d\d){_TIME}"),
    re.compile(rf"(?P<m>[A-Za-z]{{3,9}})\.?\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}}){_TIME}"),
)  # fmt: skip
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?")


def day_text(text: str) -> str:
    """Return a day as 2026-09-22; what is no day, or could be two (03/04/2026), comes back as it is."""
    plain = folded(text)
    for shape in _SHAPES:
        found = shape.fullmatch(plain)
        if found is not None:
            try:
                return date(_year(found["y"]), _month(found["m"]), int(found["d"])).isoformat()
            except ValueError:
                return text
    return text


def _year(digits: str) -> int:
    return int(digits) + (_CENTURY if len(digits) == len("26") else 0)


def _month(word: str) -> int:
    digits = word.removesuffix("月")
    return int(digits) if digits.isdecimal() else _MONTHS.index(word[:3].lower()) + 1


def minutes_of(duration: str) -> int | None:
    """Read PT8H0M0S as minutes of working time; None where it is none or negative."""
    found = _DURATION.fullmatch(duration.strip())
    if found is None or found[1]:
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    return (days * 24 + hours) * 60 + minutes + seconds // 60


def hours_text(minutes: int) -> str:
    """Return minutes as a cell of hours: 90 is 1:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def seconds_text(text: str) -> str:
    """Return seconds, as Jira keeps time, as a cell of hours; anything else comes back as it is."""
    plain = folded(text)
    return hours_text(int(plain) // 60) if re.fullmatch(r"\d{1,10}", plain) else text
