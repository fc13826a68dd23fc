"""Turning the pages of a list so that nothing is lost while it changes. Pure.

A list is ordered by when its records were last changed. Whatever changes during the reading moves behind what was
read already, so it is met once more, never missed; a record removed meanwhile is met as removed. That holds because
whoever changes rows of a project waits for the one before: moments are given in the order in which they become seen.
Between projects nobody waits: whoever asks what has changed of them is given the last minute before once more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from marketplace.errors import Invalid
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

USUAL, MOST = 100, 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
CURSOR = r"^[0-9a-f]{60}$"
NAMES = ("limit", "cursor", "changed_since")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.(\d{1,6})\d*)?(?:([Zz])|([+ -]\d\d:\d\d))", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """When a record was last changed, and which one it is."""

    changed_at: datetime
    id: UUID
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which record to go on; what was removed after `start` is told."""

    start: datetime
    changed_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{_ticks(self.start):014x}{_ticks(self.changed_at):014x}{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """Read one of ours; None where it is none."""
        if not re.fullmatch(CURSOR[1:-1], text):
            return None
        start, changed_at = (EPOCH + int(text[at : at + 14], 16) * TICK for at in (0, 14))
        return cls(start, changed_at, UUID(text[28:]))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a list is wanted."""

    limit: int = USUAL
    cursor: Cursor | None = None
    since: datetime | None = None

    @classmethod
    def read(cls, given: Mapping[str, list[str]]) -> Asked:
        """Read the address; raises Invalid (422) by the parameter's name."""
        wrong = refusals(given, NAMES)
        texts = {name: values[0] for name, values in given.items()}
        limit, cursor, since = USUAL, None, None
        if "limit" in texts:
            limit = int(texts["limit"]) if re.fullmatch(r"[0-9]{1,3}", texts["limit"]) else 0
            if not 1 <= limit <= MOST:
                wrong.setdefault("limit", _("Give a whole number from 1 to %(most)s.", most=MOST))
        if "cursor" in texts and (cursor := Cursor.read(texts["cursor"])) is None:
            wrong.setdefault("cursor", _("This is no cursor of ours. Begin again without one."))
        if "changed_since" in texts and (since := read_moment(texts["changed_since"])) is None:
            wrong.setdefault("changed_since", _("Give a moment with its offset, such as 2026-11-23T09:00:00+09:00."))
        if wrong:
            raise Invalid(wrong)
        return cls(limit, cursor, since)

    def earlier(self, by: timedelta) -> Asked:
        """Return the same, but for what was changed a while before the moment asked about too."""
        return replace(self, since=max(self.since - by, EPOCH)) if self.since else self


def refusals(given: Mapping[str, list[str]], known: Iterable[str]) -> dict[str, object]:
    """Return what is wrong with parameters before they are read: unknown (a slip of the pen would go unseen), twice."""
    wrong: dict[str, object] = {}
    for name, values in given.items():
        if name not in known:
            wrong[name] = _("There is no such parameter here.")
        elif len(values) > 1:
            wrong[name] = _("Give this parameter once.")
    return wrong


def read_moment(text: str) -> datetime | None:
    """Read a moment as RFC 3339 writes it; a plus sign that was sent as it stands has become a space."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    day, minute, second, fraction, _zulu, offset = found.groups()
    second = "59" if second == "60" else second  # a leap second, which our clock does not know
    zone = (offset or "+00:00").replace(" ", "+")
    early = day.startswith("0000")
    try:
        moment = datetime.fromisoformat(
            f"{'0001' + day[4:] if early else day}T{minute}:{second}.{(fraction or '0').ljust(6, '0')}{zone}"
        )
    except ValueError:
        return None
    try:
        return max(moment.astimezone(UTC), EPOCH)
    except OverflowError:  # at either end of all years
        return EPOCH if moment.year == 1 else datetime.max.replace(tzinfo=UTC)


def turn(keys: Iterable[Key], asked: Asked) -> tuple[list[Key], str | None]:
    """Return what stands on the page that was asked for, and the cursor of the next one, if there is one.

    What was removed before a reading began is left out of it, unless it is a reading of changes.
    """
    every = sorted(keys)
    behind = asked.cursor
    if behind is not None:
        start = behind.start
        fresh = [each for each in every if (each.changed_at, each.id) > (behind.changed_at, behind.id)]
    elif asked.since is not None:
        start = max(asked.since - TICK, EPOCH)
        fresh = [each for each in every if each.changed_at >= asked.since]
    else:
        start = every[-1].changed_at if every else EPOCH
        fresh = every
    fresh = [each for each in fresh if not each.removed or each.changed_at > start]
    page = fresh[: asked.limit]
    last = page[-1] if len(fresh) > asked.limit else None
    return page, str(Cursor(start, last.changed_at, last.id)) if last else None


def _ticks(moment: datetime) -> int:
    return (moment - EPOCH) // TICK
