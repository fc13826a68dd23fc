"""The list's own rows: complete, numbered in one order, found by text, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, text

from marketplace.db import db
from marketplace.engagements import operations
from marketplace.engagements.listing import next_revision, refresh_listing, searchable_text, values_of
from marketplace.engagements.models import Engagement, Listing, ListingClock
from marketplace.engagements.states import EngagementState, Layer
from marketplace.profiles.states import Remote
from marketplace.vocabulary import query_terms, to_fts5, to_tsquery
from tests.factories.accounts import make_advisor, make_client
from tests.factories.engagements import OPERATOR, demo_postings, make_draft, make_in_review, make_open

pytestmark = pytest.mark.usefixtures("app")


def row_of(engagement: Engagement) -> Listing:
    return db.session.scalars(select(Listing).where(Listing.engagement_id == engagement.id)).one()


def found(words: str) -> set[int]:
    """The numbers that the engine's own text search finds."""
    terms = query_terms(words)
    if db.engine.dialect.name == "sqlite":
        statement = text("SELECT rowid FROM listing_text WHERE listing_text MATCH :query")
        return set(db.session.scalars(statement, {"query": to_fts5(terms)}))
    statement = text("SELECT number FROM listing_text WHERE tokens @@ to_tsquery('simple', :query)")
    return set(db.session.scalars(statement, {"query": to_tsquery(terms)}))


def indexed() -> int:
    return db.session.scalar(select(func.count()).select_from(text("listing_text"))) or 0


def test_a_row_holds_what_the_list_filters_by() -> None:
    engagement = make_open(start_on=date(2030, 11, 1), deadline=date(2030, 10, 10), layer=Layer.PRIME)
    row = row_of(engagement)
    assert (row.rate, row.days_min, row.days_max, row.months) == (1_200_000, 5, 5, 11)
    assert (row.start_day, row.deadline_day) == (date(2030, 11, 1).toordinal(), date(2030, 10, 10).toordinal())
    assert (row.remote, row.onsite_days, row.prefecture, row.layer) == (Remote.HYBRID, 3, "23", Layer.PRIME)
    assert (row.strategic, row.controlling, row.supportive) == (10, 80, 10)
    assert (row.industry, row.functions) == ("industry.automotive", ["function.control"])
    assert (row.accepts_individual, row.accepts_company, row.is_open) == (True, True, True)
    asked = [concept for each in engagement.requirements for concept in each.concepts]
    assert row.concepts == [*asked, "tool.s4hana"]
    assert "cert.pmp" in row.concepts


def test_what_is_not_said_is_zero() -> None:
    row = row_of(make_open(start_on=None, deadline=None, months=None))
    assert (row.start_day, row.deadline_day, row.months) == (0, 0, 0)


def test_the_rate_is_the_upper_end_else_the_lower() -> None:
    engagement = make_draft(received_rate_min=900_000, received_rate_max=None)
    assert values_of(engagement)["rate"] == 900_000
    engagement.received_rate_min = None
    assert values_of(engagement)["rate"] == 0


def test_a_concept_asked_for_twice_is_kept_once() -> None:
    engagement = make_draft(needs=((True, "S/4HANA", None), (False, "S/4HANA移行経験", None)), tools=["tool.s4hana"])
    assert values_of(engagement)["concepts"] == ["tool.s4hana"]


def test_a_draft_has_no_row() -> None:
    refresh_listing(make_draft())
    refresh_listing(make_in_review())
    assert db.session.scalars(select(Listing)).all() == []
    assert db.session.scalars(select(ListingClock)).all() == []
    assert indexed() == 0


def test_the_newest_has_the_largest_number() -> None:
    first, second = make_open(), make_open()
    assert row_of(first).number < row_of(second).number


def test_revisions_grow_by_one_in_one_row() -> None:
    before = next_revision()
    assert [next_revision(), next_revision()] == [before + 1, before + 2]
    assert db.session.scalar(select(func.count()).select_from(ListingClock)) == 1


def test_a_change_keeps_the_number_and_a_new_publication_takes_a_new_one() -> None:
    client, advisor = make_client(), make_advisor()
    engagement = make_open(by=client, advisor=advisor)
    row = row_of(engagement)
    number, revision = row.number, row.revision
    operations.confirm_engagement(engagement, by=client)
    assert row.number == number
    assert row.revision > revision
    operations.pause_engagement(engagement, by=client)
    operations.publish_engagement(engagement, by=advisor, operator=OPERATOR)
    assert row.number > number
    assert indexed() == 1


def test_a_closed_one_keeps_its_row_but_not_its_text() -> None:
    client = make_client()
    engagement = make_open(by=client)
    number = row_of(engagement).number
    assert found("統合PMO") == {number}
    operations.pause_engagement(engagement, by=client)
    row = row_of(engagement)
    assert (row.is_open, row.number) == (False, number)
    assert found("統合PMO") == set()
    assert indexed() == 0


@pytest.mark.parametrize(
    "words",
    [
        "部品メーカー",
        "統合PMO",
        "進捗会議",
        "保守切れ",
        "S/4HANA",
        "愛知",
        "Aichi",
        "名古屋",
        "automotive",
        "推進型",
        "SAP導入",
        "設計",
    ],
)
def test_free_text_finds_it_in_both_tongues(words: str) -> None:
    number = row_of(make_open()).number
    make_open(
        title="議事録の担当", background="", duties="会議室の予約", tools=[], needs=(), phases=[], functions=[],
        strategic=0, controlling=0, supportive=100, prefecture="01", place="札幌市", industry="industry.retail",
    )  # fmt: skip
    assert found(words) == {number}


@pytest.mark.parametrize("words", ["ポートフォリオ", "大阪", "Osaka", "製薬", "参謀型"])
def test_free_text_does_not_find_what_it_does_not_say(words: str) -> None:
    make_open()
    assert found(words) == set()


def test_an_edit_is_found_by_its_new_words_only() -> None:
    advisor = make_advisor()
    engagement = make_open(advisor=advisor, title="鉱山の計測")
    assert found("鉱山の計測") == {row_of(engagement).number}
    operations.write_engagement(engagement, {"title": "倉庫の自動化"}, (), by=advisor, operator=OPERATOR)
    assert found("倉庫の自動化") == {row_of(engagement).number}
    assert found("鉱山の計測") == set()


def test_a_type_counts_from_thirty_percent() -> None:
    engagement = make_draft(strategic=30, controlling=70, supportive=0)
    assert "参謀型" in searchable_text(engagement)
    engagement.strategic, engagement.controlling = 29, 71
    assert "参謀型" not in searchable_text(engagement)
    assert "推進型" in searchable_text(engagement)


def test_the_text_names_no_company() -> None:
    engagement = make_draft(client_hidden=True)
    assert engagement.recruiter_name
    assert engagement.recruiter_name not in searchable_text(engagement)
    assert engagement.company.name not in searchable_text(engagement)


def test_the_trades_own_postings_can_all_be_listed() -> None:
    client = make_client()
    for engagement in demo_postings():
        assert client.membership is not None
        engagement.company_id = client.membership.company_id
        engagement.state = EngagementState.IN_REVIEW
        db.session.add(engagement)
        db.session.flush()
        operations.publish_engagement(engagement, by=client, operator=OPERATOR)
    assert db.session.scalar(select(func.count()).select_from(Listing).where(Listing.is_open)) == 8
    assert len(found("事務局")) == 3
    assert len(found("議事録")) == 2
