"""What the list is narrowed by: every filter stands in the URL, and nothing else does."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from marketplace import places, vocabulary
from marketplace.engagements.states import Layer
from marketplace.inputs import folded
from marketplace.profiles.states import Remote
from marketplace.vocabulary import TYPES

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

SORTS = ("newest", "match", "rate", "deadline")
PAGE_SIZE = 20
LONGEST_QUERY = 100
LONGEST_PAGE = 6  # digits of a page number
RATES = (60, 80, 100, 120, 150, 200)  # 万円, received at 100 %
LENGTHS = (3, 6, 12)  # months and longer
STARTS = (0, 1, 2, 3)  # months from now at the latest
ONSITE = (0, 1, 2, 3, 4)  # days a week at the most


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen values by group; an empty group does not narrow."""

    q: str = ""
    type: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    rate: int = 0
    days: tuple[int, ...] = ()
    length: int = 0
    start: int = -1
    remote: tuple[str, ...] = ()
    onsite: int = -1
    prefecture: tuple[str, ...] = ()
    layer: tuple[str, ...] = ()
    skill: tuple[str, ...] = ()
    certification: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    sort: str = "newest"
    page: int = 1

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Filters:
        """Read the query string; values nobody offers are ignored, never an error."""
        known = {
            "type": TYPES,
            "function": vocabulary.ids("function"),
            "industry": vocabulary.ids("industry"),
            "remote": tuple(Remote),
            "prefecture": tuple(places.PREFECTURES),
            "layer": tuple(Layer),
            "skill": (*vocabulary.ids("skill"), *vocabulary.ids("tool")),
            "certification": vocabulary.ids("certification"),
            "accepts": ("individual", "company"),
        }
        chosen: dict[str, Any] = {
            name: tuple(dict.fromkeys(value for value in args.getlist(name) if value in set(values)))
            for name, values in known.items()
        }
        chosen["days"] = tuple(day for day in range(1, 6) if str(day) in args.getlist("days"))
        for name, offered, default in (
            ("rate", RATES, 0),
            ("length", LENGTHS, 0),
            ("start", STARTS, -1),
            ("onsite", ONSITE, -1),
        ):
            chosen[name] = next((value for value in offered if str(value) == args.get(name)), default)
        sort = args.get("sort", "")
        page = args.get("page", "1")[:LONGEST_PAGE]
        return cls(
            q=folded(args.get("q"))[:LONGEST_QUERY].rstrip(),
            sort=sort if sort in SORTS else "newest",
            page=int(page) if page.isascii() and page.isdigit() and int(page) > 0 else 1,
            **chosen,
        )

    def args(self, **changes: Any) -> dict[str, Any]:
        """Return the query string's values with some changed; defaults are left out."""
        other = replace(self, **changes) if changes else self
        return {field.name: value for field in fields(other) if (value := getattr(other, field.name)) != field.default}

    def without(self, group: str) -> dict[str, Any]:
        """Return the query string's values with one group taken back."""
        default = next(field.default for field in fields(self) if field.name == group)
        return self.args(**{group: default, "page": 1})

    @property
    def active(self) -> list[str]:
        """The groups that narrow now."""
        quiet = {"sort", "page"}
        return [f.name for f in fields(self) if f.name not in quiet and getattr(self, f.name) != f.default]
