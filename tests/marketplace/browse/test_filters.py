"""The list's URL: what it holds is read back, what nobody offers is ignored, nothing grows without bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from marketplace.browse.filters import LONGEST_QUERY, SORTS, Filters
from tests.marketplace.browse.world import CHOICES, SINGLE

if TYPE_CHECKING:
    from flask import Flask


def read(**values: Any) -> Filters:
    return Filters.from_args(MultiDict(values))


@st.composite
def any_filters(draw: st.DrawFn) -> Filters:
    chosen: dict[str, Any] = {}
    for group, values in CHOICES.items():
        if group in SINGLE:
            chosen[group] = draw(st.sampled_from([*values, Filters.__dataclass_fields__[group].default]))
        else:
            few = draw(st.lists(st.sampled_from(values), max_size=2, unique=True))
            chosen[group] = tuple(sorted(few)) if group == "days" else tuple(str(value) for value in few)
    q = draw(st.sampled_from(["", "SAP", "進捗管理 名古屋", "100% & more?", "課題+管理#x"]))
    return Filters(q=q, sort=draw(st.sampled_from(SORTS)), page=draw(st.integers(1, 999_999)), **chosen)


@given(any_filters())
def test_what_stands_in_the_url_is_read_back(filters: Filters) -> None:
    environ = EnvironBuilder(query_string=urlencode(filters.args(), doseq=True)).get_environ()
    assert Filters.from_args(Request(environ).args) == filters


def test_defaults_stand_in_no_url() -> None:
    assert Filters().args() == {}
    assert Filters().active == []
    assert read(sort="rate", page="3").active == []


def test_a_group_can_be_taken_back() -> None:
    filters = read(type="strategic", rate="100", sort="rate", page="4")
    assert filters.active == ["type", "rate"]
    assert filters.without("rate") == {"type": ("strategic",), "sort": "rate"}
    assert filters.args(page=2) == {"type": ("strategic",), "rate": 100, "sort": "rate", "page": 2}


@pytest.mark.parametrize(
    "values",
    [
        {"type": "boss"},
        {"industry": "industry.unheard_of"},
        {"rate": "101"},
        {"rate": "'; DROP TABLE listing; --"},
        {"days": "7"},
        {"remote": "moon"},
        {"prefecture": "48"},
        {"skill": "cert.pmp"},
        {"sort": "id"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "二"},
        {"page": "1e3"},
        {"page": "²"},
        {"owner": "me"},
    ],
    ids=str,
)
def test_what_nobody_offers_is_ignored(values: dict[str, str]) -> None:
    assert read(**values) == Filters()


def test_known_values_stay_beside_unknown_ones() -> None:
    filters = Filters.from_args(MultiDict([("type", "boss"), ("type", "strategic"), ("type", "strategic")]))
    assert filters.type == ("strategic",)


def test_start_and_days_on_site_tell_none_from_zero() -> None:
    assert (read().start, read().onsite) == (-1, -1)
    assert (read(start="0").start, read(onsite="0").onsite) == (0, 0)
    assert read(start="0", onsite="0").active == ["start", "onsite"]


@given(st.text(max_size=300))
def test_the_text_is_short_and_reading_it_again_changes_nothing(q: str) -> None:
    filters = read(q=q)
    assert len(filters.q) <= LONGEST_QUERY
    assert read(q=filters.q) == filters


def test_no_page_number_is_too_long() -> None:
    assert read(page="9" * 5_000).page == 999_999
    assert read(page="0" * 5_000).page == 1


def test_a_full_width_query_is_folded() -> None:
    assert read(q="　ＳＡＰ　導入 ").q == "SAP 導入"


def test_the_list_answers_any_query_string(app: Flask) -> None:
    client = app.test_client()
    for query in ("page=" + "9" * 5_000, "q=" + "あ" * 2_000, "&".join(["type=x"] * 500), "q=%00%ff&page=%00", "=&&&="):
        assert client.get(f"/engagements?{query}").status_code == 200
