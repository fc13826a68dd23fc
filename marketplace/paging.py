"""One page of a longer list: what the pagination of every list is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of how many."""

    page: int
    pages: int
    per_page: int
    total: int


def page_number() -> int:
    """Return the page asked for in the URL; 1 where it is no number."""
    given = request.args.get("page", "1")
    return max(1, int(given[:6])) if given.isascii() and given.isdigit() else 1


def page_of(total: int, *, per_page: int, number: int | None = None) -> Page:
    """Return the page of a list of `total` rows that was asked for."""
    pages = max(1, -(-total // per_page))
    return Page(min(number or page_number(), pages), pages, per_page, total)
