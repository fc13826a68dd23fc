"""What people see of it: beside the form after a save, on the posting's page, and how it holds for staff."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from marketplace.background import Job, run_due
from marketplace.clock import now
from marketplace.db import db
from marketplace.rate_guidance.models import RateGuidance, RateModel
from marketplace.rate_guidance.queries import Told, job_key, told_of
from marketplace.rate_guidance.scale import picture
from marketplace.rate_guidance.states import Outcome, Place, Telling
from marketplace.rate_guidance.terms import asked_of
from tests.factories.accounts import make_advisor, make_client, make_operator
from tests.factories.engagements import make_draft, make_open
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.engagements.filled_form import filled_form

if TYPE_CHECKING:
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient


def tell(engagement: Engagement, low: int | None = 900_000, *, asked: str = "") -> RateGuidance:
    """Store figures for a posting, as the job does; its terms are those it has now, or others."""
    db.session.execute(delete(RateGuidance).where(RateGuidance.engagement_id == engagement.id))
    row = RateGuidance(
        engagement_id=engagement.id,
        low=low,
        middle=low and low + 100_000,
        high=low and low + 200_000,
        alike=44,
        companies=9,
        asked=asked or asked_of(engagement),
        computed_at=now(),
    )
    db.session.add(row)
    db.session.commit()
    return row


def forget_jobs() -> None:
    db.session.execute(delete(Job))
    db.session.commit()


def beside(engagement: Engagement) -> str:
    return f"/engagements/{engagement.id}/rate-guidance"


def part(client: PageClient, engagement: Engagement, query: str = "") -> str:
    """Return the part as htmx asks for it, parsed strictly."""
    answer = FlaskClient.open(client, beside(engagement) + query, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parseFragment(answer.text)
    return answer.text


def test_a_saved_draft_asks_for_its_figures_once(client: PageClient) -> None:
    author = make_client(locale="en")
    draft = make_draft(by=author)
    client.sign_in(author)
    forget_jobs()
    url = f"/engagements/{draft.id}/edit"
    sent = filled_form(client.get(url).text, url)
    assert client.post(url, data=sent, headers={"HX-Request": "true"}).status_code == 204
    jobs = db.session.scalars(select(Job).where(Job.name == "rate_guidance.guide_engagement")).all()
    assert [job.key for job in jobs] == [job_key(draft)]
    shown = part(client, draft)
    assert "Being computed" in shown
    assert "load delay:1s" in shown
    run_due()
    shown = part(client, draft)
    assert "Not enough postings like this one" in shown
    assert "load delay" not in shown
    assert db.session.scalar(select(func.count()).select_from(RateGuidance)) == 1


def test_it_looks_a_few_times_and_then_waits_for_the_next_save(client: PageClient) -> None:
    author = make_client(locale="en")
    draft = make_draft(by=author)
    client.sign_in(author)
    assert "look=3" in part(client, draft, "?look=2")
    for asked in ("?look=5", "?look=99", "?look=-1"):
        shown = part(client, draft, asked)
        assert "load delay" not in shown
        assert "autosaved" in shown
    assert "autosaved" in part(client, draft, "?look=x")
    assert client.get(beside(draft)).location == f"/engagements/{draft.id}/manage"  # opened as a page


@pytest.mark.parametrize(
    ("rates", "place", "words"),
    [
        ((700_000, 800_000), Place.BELOW, "less than three quarters"),
        ((900_000, 1_000_000), Place.WITHIN, "within the middle half"),
        ((None, 1_000_000), Place.WITHIN, "within the middle half"),
        ((1_100_000, 1_200_000), Place.ABOVE, "more than three quarters"),
    ],
)
def test_the_posting_stands_where_the_middle_of_its_range_does(
    client: PageClient, rates: tuple[int | None, int], place: Place, words: str
) -> None:
    author = make_client(locale="en")
    draft = make_draft(by=author, received_rate_min=rates[0], received_rate_max=rates[1])
    tell(draft)
    assert told_of(draft).place is place
    client.sign_in(author)
    pages = [client.get(f"/engagements/{draft.id}/{page}").text for page in ("manage", "edit")]
    for page in (part(client, draft), *pages):
        assert words in page
        assert "Received by the consultant, a month at five days a week, without tax." in page
        assert "44 of them of the same type and way of working, by 9 companies" in page


def test_without_a_rate_of_its_own_it_stands_nowhere(client: PageClient) -> None:
    author = make_client(locale="en")
    draft = make_draft(by=author, received_rate_min=None, received_rate_max=None)
    tell(draft)
    client.sign_in(author)
    page = part(client, draft)
    assert "¥900k" in page
    assert "This posting" not in page


def test_figures_of_before_a_change_say_so(client: PageClient) -> None:
    author = make_client(locale="en")
    draft = make_draft(by=author)
    tell(draft)
    assert told_of(draft).telling is Telling.SHOWN
    draft.received_rate_max = 3_000_000
    assert told_of(draft).telling is Telling.SHOWN  # its own range changes nothing
    draft.months = 3
    db.session.commit()
    assert told_of(draft).telling is Telling.OUT_OF_DATE
    client.sign_in(author)
    assert "From before your last change" in part(client, draft)


def test_where_nothing_is_told_the_page_of_the_posting_is_silent(client: PageClient) -> None:
    author = make_client(locale="en")
    draft = make_draft(by=author)
    tell(draft, None)
    client.sign_in(author)
    assert "What postings like this pay" not in client.get(f"/engagements/{draft.id}/manage").text


def test_nobody_else_learns_of_a_draft(client: PageClient) -> None:
    draft = make_draft()
    tell(draft)
    for stranger in (make_client(), make_listed_consultant().user):
        client.sign_in(stranger)
        assert client.get(beside(draft)).status_code == 404
    opened = make_open()
    tell(opened)
    for stranger in (make_client(), make_listed_consultant().user):
        client.sign_in(stranger)
        assert client.get(beside(opened)).status_code == 403
        assert "似た条件の案件の単価" not in client.get(f"/engagements/{opened.id}").text


def test_how_it_holds_is_for_staff(client: PageClient) -> None:
    for user, status in ((make_client(), 403), (make_listed_consultant().user, 403), (make_advisor(), 200)):
        client.sign_in(user)
        assert client.get("/rate-guidance").status_code == status


def test_the_operator_sees_how_it_holds_next_to_what_it_should_be(client: PageClient) -> None:
    client.sign_in(make_operator(locale="en"))
    assert "Nothing has been learned yet" in client.get("/rate-guidance").text
    made = datetime(2026, 11, 22, 18, 5, 7, tzinfo=UTC)  # two runs of one day are told apart by their time
    covered = {"0.25": 0.29, "0.5": 0.581, "0.75": 0.78}
    db.session.add(
        RateModel(
            made_at=made, outcome=Outcome.DOES_NOT_HOLD, postings=554, companies=48, later=110, covered=covered, file=""
        )
    )
    db.session.commit()
    page = client.get("/rate-guidance").text
    for words in ("554", "of 48 companies", "110", "29%", "58%", "78%", "25%", "50%", "75%", "too far off"):
        assert words in page
    assert "23 Nov 2026 03:05:07" in page
    assert 'href="/rate-guidance"' in client.get("/").text


def test_the_picture_lies_inside_its_line_and_in_order() -> None:
    row = RateGuidance(low=900_000, middle=1_000_000, high=1_100_000)
    for own in (None, (1, 2), (50_000_000, 100_000_000), (1_000_000, 1_000_000)):
        drawn = picture(Told(Telling.SHOWN, row, own))
        assert drawn is not None
        assert 0 < drawn.half.left <= drawn.median
        assert drawn.median <= drawn.half.left + drawn.half.width < 100
        if own is not None:
            assert drawn.own is not None
            assert 0 < drawn.own.left < drawn.own.left + drawn.own.width < 100
    assert picture(Told(Telling.NOTHING)) is None


def test_pages_load_no_model() -> None:
    code = "import sys; from marketplace.rate_guidance import routes; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
