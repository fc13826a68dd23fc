"""The list, and a posting for each reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from marketplace.engagements.states import ContractModel, EngagementState
from tests.conftest import PageClient, count_queries
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.pipeline import make_match, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.browse.world import add_postings, open_postings

if TYPE_CHECKING:
    from marketplace.engagements.models import Engagement

OPERATOR = "縁の下パートナーズ株式会社"
LONG_DUTIES = "統合WBSの管理、進捗会議の主催、課題管理表の運用、" * 6 + "最後の一行は社外秘の段取り。"


@pytest.fixture
def hidden(client: PageClient) -> Engagement:
    """A posting whose client stays hidden."""
    del client
    return make_posting(make_company(name="秘匿精機株式会社"), client_hidden=True, duties=LONG_DUTIES)


# The list


def test_the_list_shows_what_is_open_to_everybody(client: PageClient) -> None:
    make_posting(title="公開中の案件")
    make_posting(title="下書きの案件", state=EngagementState.DRAFT)
    make_posting(title="終了した案件", state=EngagementState.CLOSED)
    page = client.get("/engagements").text
    assert "公開中の案件" in page
    assert "下書きの案件" not in page
    assert "終了した案件" not in page
    assert "115〜120万円/月" in page


def test_an_empty_list_names_the_condition_to_relax_and_what_it_brings(client: PageClient) -> None:
    for _each in range(3):
        make_posting()
    page = client.get("/engagements?remote=full&type=controlling").text
    assert 'href="/engagements?type=controlling"' in page
    assert re.search(r"勤務形態|リモート", page)
    brings = re.search(r'href="/engagements\?type=controlling">.*?<span class="count">(.*?)</span>', page, re.DOTALL)
    assert brings is not None
    assert brings.group(1).startswith("3")
    assert client.get("/engagements?q=宇宙船&remote=full").status_code == 200


def test_pages_and_filters_stay_in_the_links(client: PageClient) -> None:
    for _each in range(25):
        make_posting()
    page = client.get("/engagements?type=controlling&sort=rate").text
    assert "type=controlling&amp;sort=rate&amp;page=2" in page
    second = client.get("/engagements?type=controlling&sort=rate&page=2").text
    assert second.count('<li class="posting">') == 5


def test_a_consultant_sees_own_scores_and_sorts_by_them(client: PageClient) -> None:
    best, other = make_posting(title="合う案件"), make_posting(title="別の案件")
    consultant = make_listed_consultant()
    make_match(best, consultant, score=873)
    client.sign_in(consultant.user)
    page = client.get("/engagements?sort=match").text
    assert ">87<" in page
    assert "課題管理は8年" in page
    assert page.index(best.title) < page.index(other.title)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("path", ["/engagements", "/engagements?sort=rate", "/"])
def test_a_list_costs_the_same_however_long_it_is(client: PageClient, path: str, signed_in: bool) -> None:  # noqa: FBT001
    if signed_in:
        consultant = make_listed_consultant()
        add_postings(20)
        for e, _number in open_postings():
            make_match(e, consultant)
        client.sign_in(consultant.user)
    else:
        add_postings(20)
    counts = []
    for more in (0, 80):
        add_postings(more)
        if signed_in and more:
            for e, _number in open_postings()[:80]:
                make_match(e, consultant)
        client.get(path)
        with count_queries() as queries:
            client.get(path + ("&" if "?" in path else "?") + f"x={more}")  # a part nobody has kept
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


# A posting


def test_a_visitor_reads_all_but_duties_in_full_price_and_a_hidden_client(
    client: PageClient, hidden: Engagement
) -> None:
    page = client.get(f"/engagements/{hidden.id}").text
    assert hidden.title in page
    assert "統合WBSの管理" in page
    assert "最後の一行は社外秘の段取り" not in page
    assert "135万円" not in page
    assert "秘匿精機" not in page
    assert OPERATOR in page
    assert "115〜120万円/月" in page
    assert "/sign-up/consultant" in page


def test_a_consultant_reads_duties_and_price_but_no_hidden_client(client: PageClient, hidden: Engagement) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    page = client.get(f"/engagements/{hidden.id}").text
    assert "最後の一行は社外秘の段取り" in page
    assert "135万円" in page
    assert "秘匿精機" not in page
    assert f"/engagements/{hidden.id}/apply" in page
    for path in ("/engagements", "/", f"/engagements/{hidden.id}/apply"):
        assert "秘匿精機" not in client.get(path).text


def test_the_client_and_staff_read_everything(client: PageClient, hidden: Engagement) -> None:
    for reader in (make_client(company=hidden.company), make_advisor(), make_operator()):
        client.sign_in(reader)
        page = client.get(f"/engagements/{hidden.id}").text
        assert "最後の一行は社外秘の段取り" in page
        assert "秘匿精機" in page
        assert f"/engagements/{hidden.id}/manage" in page


def test_another_client_reads_what_a_visitor_does(client: PageClient, hidden: Engagement) -> None:
    client.sign_in(make_client())
    page = client.get(f"/engagements/{hidden.id}").text
    assert "最後の一行は社外秘の段取り" not in page
    assert "135万円" not in page
    assert "秘匿精機" not in page
    assert "/manage" not in page


def test_an_open_client_is_named(client: PageClient) -> None:
    posting = make_posting(make_company(name="公開精機株式会社"))
    assert "公開精機株式会社" in client.get(f"/engagements/{posting.id}").text


def test_in_the_direct_model_the_client_recruits(client: PageClient) -> None:
    posting = make_posting(
        contract_model=ContractModel.DIRECT, recruiter_name="直接精機株式会社", recruiter_address="名古屋市1丁目"
    )
    page = client.get(f"/engagements/{posting.id}").text
    assert "直接精機株式会社" in page
    assert "名古屋市1丁目" in page


@pytest.mark.parametrize("state", [EngagementState.DRAFT, EngagementState.IN_REVIEW])
def test_what_is_not_published_is_not_there_for_others(client: PageClient, state: EngagementState) -> None:
    posting = make_posting(state=state)
    path = f"/engagements/{posting.id}"
    assert client.get(path).status_code == 404
    for stranger in (make_listed_consultant().user, make_client()):
        client.sign_in(stranger)
        assert client.get(path).status_code == 404
    for reader in (make_client(company=posting.company), make_advisor()):
        client.sign_in(reader)
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("state", [EngagementState.PAUSED, EngagementState.CLOSED, EngagementState.EXPIRED])
def test_what_has_ended_says_so_and_takes_no_applications(client: PageClient, state: EngagementState) -> None:
    posting = make_posting(state=state)
    client.sign_in(make_listed_consultant().user)
    page = client.get(f"/engagements/{posting.id}")
    assert page.status_code == 200
    assert "/apply" not in page.text


def test_a_posting_costs_the_same_however_many_there_are(client: PageClient) -> None:
    posting = make_posting()
    consultant = make_listed_consultant()
    make_match(posting, consultant)
    client.sign_in(consultant.user)
    client.get(f"/engagements/{posting.id}")  # asks once for what would help
    counts = []
    for more in (20, 80):
        add_postings(more)
        client.get("/engagements")
        with count_queries() as queries:
            client.get(f"/engagements/{posting.id}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
