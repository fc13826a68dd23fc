"""Drafting and writing a posting: what is saved, tagged and refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from marketplace.db import db
from marketplace.engagements import operations, queries
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import ContractModel, EngagementState
from marketplace.errors import Invalid
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.engagements import (
    NEEDS,
    OPERATOR,
    make_draft,
    make_open,
)
from tests.marketplace.engagements.traces import journal, row_of, told

if TYPE_CHECKING:
    from marketplace.accounts.models import User

OF_A_CLIENT_WITHOUT_ADDRESS = {
    "contract_model": ContractModel.DIRECT,
    "recruiter_name": "みなと精機株式会社",
    "recruiter_address": "",
    "recruiter_contact": "saiyo@example.jp",
}
pytestmark = pytest.mark.usefixtures("app")


def write(engagement: Engagement, by: User, *needs: tuple[bool, str, int | None], **values: Any) -> None:
    operations.write_engagement(engagement, values, needs or NEEDS, by=by, operator=OPERATOR)


# drafting and writing


def test_one_field_is_enough_for_a_draft() -> None:
    company = make_company(name="みなと精機株式会社", address="名古屋市中区 1201号室", contact="saiyo@example.jp")
    client = make_client(company=company)
    engagement = operations.draft_engagement(company, by=client, title="PMO 1名")
    db.session.flush()
    assert (engagement.state, engagement.title, engagement.created_by_id) == (
        EngagementState.DRAFT,
        "PMO 1名",
        client.id,
    )
    assert engagement.recruiter_name == "みなと精機株式会社"
    assert engagement.recruiter_address == "名古屋市中区 1201号室"
    assert engagement.recruiter_contact == "saiyo@example.jp"
    assert journal(engagement) == ["engagement drafted"]
    assert told(client) == []
    assert row_of(engagement) is None


def test_a_company_without_a_contact_is_reached_through_the_author() -> None:
    client = make_client()
    assert make_draft(by=client).recruiter_contact == client.email


def test_a_recruiter_that_is_given_is_kept() -> None:
    given: dict[str, Any] = {
        "recruiter_name": "別会社",
        "recruiter_address": "大阪市",
        "recruiter_contact": "b@example.jp",
    }
    engagement = make_draft(**given)
    assert {name: getattr(engagement, name) for name in given} == given


def test_writing_saves_fields_and_tags_requirements() -> None:
    client = make_client()
    engagement = make_draft(by=client, needs=())
    write(
        engagement,
        client,
        (True, "S/4HANA移行経験", 3),
        (False, "PMP", None),
        title="新しい名前",
        order_rate_max=1_400_000,
    )
    db.session.commit()
    saved = queries.with_requirements(db.session.get_one(Engagement, engagement.id))
    assert (saved.title, saved.order_rate_max) == ("新しい名前", 1_400_000)
    assert [(each.required, each.text, each.years, each.concepts) for each in saved.requirements] == [
        (True, "S/4HANA移行経験", 3, ["tool.s4hana"]),
        (False, "PMP", None, ["cert.pmp"]),
    ]
    assert journal(saved)[-1] == "engagement edited"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_rate_min": 1_200_000, "received_rate_max": 1_100_000}, "received_rate_max"),
        ({"order_rate_min": 1_200_000, "order_rate_max": 1_100_000}, "order_rate_max"),
        ({"days_min": 5, "days_max": 4}, "days_max"),
        ({"hours_min": 180, "hours_max": 140}, "hours_max"),
        ({"start_on": date(2026, 11, 1), "ends_on": date(2026, 10, 31)}, "ends_on"),
        ({"strategic": 10, "controlling": 80, "supportive": 20}, "strategic"),
        ({"strategic": 1, "controlling": 0, "supportive": None}, "strategic"),
        ({"order_rate_max": 1_000_000, "received_rate_max": 1_000_001}, "received_rate_max"),
        ({"client_hidden": True, "contract_model": ContractModel.DIRECT}, "client_hidden"),
    ],
)
def test_values_that_contradict_each_other_are_refused(values: dict[str, Any], field: str) -> None:
    client = make_client()
    engagement = make_draft(by=client)
    before = {name: getattr(engagement, name) for name in values}
    with pytest.raises(Invalid) as refusal:
        write(engagement, client, **values)
    assert list(refusal.value.errors) == [field]
    assert {name: getattr(engagement, name) for name in values} == before
    assert journal(engagement) == ["engagement drafted"]


@pytest.mark.parametrize(
    "values",
    [
        {"received_rate_min": 1_200_000, "received_rate_max": 1_200_000},
        {"received_rate_min": None, "received_rate_max": 1_200_000, "order_rate_max": 1_200_000},
        {"strategic": 0, "controlling": 0, "supportive": 0},
        {"start_on": date(2026, 11, 1), "ends_on": date(2026, 11, 1)},
        {"client_hidden": True, "contract_model": ContractModel.VIA},
        {"client_hidden": False, "contract_model": ContractModel.DIRECT},
        {"start_on": None, "ends_on": date(2027, 2, 28)},
    ],
)
def test_values_at_the_edge_are_taken(values: dict[str, Any]) -> None:
    client = make_client()
    engagement = make_draft(by=client)
    write(engagement, client, **values)
    assert {name: getattr(engagement, name) for name in values} == values


@pytest.mark.parametrize("required", [True, False])
def test_five_of_a_kind_and_not_six(required: bool) -> None:  # noqa: FBT001 - a case of the table
    client = make_client()
    engagement = make_draft(by=client)
    write(engagement, client, *[(required, f"条件{number}", None) for number in range(5)])
    with pytest.raises(Invalid) as refusal:
        write(engagement, client, *[(required, f"条件{number}", None) for number in range(6)])
    assert list(refusal.value.errors) == ["requirements"]


def test_a_live_posting_stays_as_complete_as_it_was_published() -> None:
    advisor = make_advisor()
    engagement = make_open(advisor=advisor)
    with pytest.raises(Invalid) as refusal:
        write(engagement, advisor, duties="", payment_terms="請求書受領後30日以内")
    assert set(refusal.value.errors) == {"duties", "payment_terms"}


def test_editing_a_live_posting_brings_its_row_up_to_date() -> None:
    advisor = make_advisor()
    engagement = make_open(advisor=advisor)
    before = row_of(engagement)
    assert before is not None
    number, revision = before.number, before.revision
    write(engagement, advisor, received_rate_max=1_180_000)
    after = row_of(engagement)
    assert after is not None
    assert (after.rate, after.number, after.is_open) == (1_180_000, number, True)
    assert after.revision > revision
