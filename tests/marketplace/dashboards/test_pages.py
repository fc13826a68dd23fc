"""The pages: in both languages, empty and full, each figure a link to its list, and nobody else's money on them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from marketplace.engagements.states import ContractModel
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_client, make_operator
from tests.factories.dashboards import billed_months
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient

PAGES = {"client": "/spending", "consultant": "/earnings", "operator": "/billing/overview"}
LISTS = re.compile(r'href="(/(?:invoices|payment-notices)\?[^"]+)"[^>]*>')


def people() -> dict[str, User]:
    return {"client": make_client(), "consultant": make_listed_consultant().user, "operator": make_operator()}


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_an_empty_page_says_what_comes_next(client: PageClient, locale: str) -> None:
    client.set_cookie("locale", locale)
    for kind, user in people().items():
        client.sign_in(user)
        page = client.get(PAGES[kind])
        assert page.status_code == 200
        assert 'class="empty"' in page.text
        assert "<svg" not in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_each_side_sees_its_own_figures_and_not_the_others(client: PageClient, locale: str) -> None:
    client.set_cookie("locale", locale)
    billed = billed_months([160, 188.25])
    other = billed_months([132.5])
    client.sign_in(billed.owner)
    page = client.get("/spending").text
    assert "2,250,365" in page  # 1,100,000 + 1,150,365
    assert "920,293" not in page
    assert "1,041,095" not in page
    client.sign_in(billed.consultant)
    page = client.get("/earnings").text
    assert "1,800,293" in page  # 880,000 + 920,293
    assert "1,150,365" not in page
    assert other.contract.number not in page
    client.sign_in(make_operator())
    page = client.get("/billing/overview").text
    assert "3,291,460" in page  # all three
    assert "409,157" in page  # the margin of the first
    assert other.contract.number in page


def test_every_linked_list_opens_and_proves_its_figure(client: PageClient) -> None:
    billed = billed_months([160, 188.25])
    for kind, user in {"client": billed.owner, "consultant": billed.consultant, "operator": make_operator()}.items():
        client.sign_in(user)
        links = {unescape(each) for each in LISTS.findall(client.get(PAGES[kind]).text)}
        assert len(links) >= 3
        for link in sorted(links):
            assert client.get(link).status_code == 200, link
    client.sign_in(billed.owner)
    found = re.search(r'href="(/invoices\?engagement=[^"]+)"><data[^>]*>([\d,]+円)', client.get("/spending").text)
    assert found is not None
    assert found[2] == "2,250,365円"
    assert f"合計{found[2]}" in client.get(unescape(found[1])).text


def test_the_pages_are_for_their_own_kind_of_person(client: PageClient) -> None:
    visitors = {**people(), "advisor": make_advisor()}
    for kind, user in visitors.items():
        client.sign_in(user)
        for whose, url in PAGES.items():
            assert client.get(url).status_code == (200 if kind == whose else 403), (kind, url)
        assert client.get("/earnings/statement.csv").status_code == (200 if kind == "consultant" else 403)
    client.sign_out()
    assert client.get("/spending").status_code == 302


def test_a_year_can_be_asked_for_and_what_is_no_year_is_left_aside(client: PageClient) -> None:
    billed = billed_months([160])
    client.sign_in(billed.consultant)
    assert "880,000" in client.get("/earnings?year=2026").text
    assert client.get("/earnings?year=99999").status_code == 200
    assert client.get("/earnings/statement.csv?year=２０２６").status_code == 200
    answer = client.get("/earnings/statement.csv?year=2026")
    assert billed.notices[0].number in answer.text
    assert answer.headers["Content-Disposition"].endswith("payments-2026.csv")
    assert billed.notices[0].number not in client.get("/earnings/statement.csv?year=2025").text


def test_direct_invoices_count_for_the_two_sides_and_not_for_the_operator(client: PageClient) -> None:
    billed = billed_months([160], model=ContractModel.DIRECT, order_price=None)
    for user, url, seen in (
        (billed.owner, "/spending", True), (billed.consultant, "/earnings", True),
        (make_operator(), "/billing/overview", False),
    ):  # fmt: skip
        client.sign_in(user)
        assert ("880,000" in client.get(url).text) is seen, url


def test_however_many_documents_a_page_asks_the_same_number_of_questions(client: PageClient) -> None:
    billed = billed_months([160, 160, 160])
    everybody = {"client": billed.owner, "consultant": billed.consultant, "operator": make_operator()}

    def asked() -> dict[str, int]:
        counts = {}
        for kind, user in everybody.items():
            client.sign_in(user)
            client.get(PAGES[kind])  # what a process remembers is remembered
            with count_queries() as seen:
                assert client.get(PAGES[kind]).status_code == 200
            counts[kind] = len(seen)
        return counts

    few = asked()
    for _more in range(2):  # 15 invoices and as many notices
        billed_months([160] * 6, owner=billed.owner)
    assert asked() == few
    assert max(few.values()) <= 16, few


def test_a_search_is_said_in_words_and_its_sum_stands_above_the_list(client: PageClient) -> None:
    billed = billed_months([160, 188.25])
    client.sign_in(billed.owner)
    page = client.get("/invoices?state=open&served_since=2026-10&served_until=2026-10").text
    assert "合計1,150,365円、うち未払い1,150,365円" in page
    assert "<strong>支払いが済んでいないものすべて</strong>" in page
    assert client.get("/invoices?served_since=2026-13").status_code == 422
    assert client.get("/invoices?state=nonsense").status_code == 422
    assert client.get("/invoices?engagement=nonsense&state=paid").status_code == 200


def test_every_role_comes_to_its_page_from_home(client: PageClient) -> None:
    for kind, user in people().items():
        client.sign_in(user)
        assert f'href="{PAGES[kind]}"' in client.get("/").text
