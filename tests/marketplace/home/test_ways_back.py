"""Nobody is stranded: pages for 405 and 413, and a change of the language that leads back to a page that opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.factories.accounts import make_client, make_operator
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import PageClient


def way_back(page: str) -> str:
    found = re.search(r'name="next" value="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_a_page_that_was_opened_leads_back_to_itself(client: PageClient) -> None:
    assert way_back(client.get("/engagements?q=SAP&page=2").text) == "/engagements?q=SAP&page=2"
    assert way_back(client.get("/no/such/page").text) == "/no/such/page"


def test_a_form_refused_at_its_own_address_leads_back_to_it(client: PageClient) -> None:
    answer = client.post("/sign-up/consultant", data={"name": ""})
    assert (answer.status_code, way_back(answer.text)) == (422, "/sign-up/consultant")


def test_a_form_refused_elsewhere_leads_back_to_its_page(client: PageClient) -> None:
    owner = make_client()
    client.sign_in(owner)
    posting = make_posting(owner.membership.company if owner.membership else None)
    refused = {
        f"/companies/{owner.company_id}/invitations": f"/companies/{owner.company_id}",
        f"/engagements/{posting.id}/close": f"/engagements/{posting.id}/manage",
    }
    for address, page in refused.items():
        answer = client.post(address, data={"email": "nobody", "reason": ""})
        assert (answer.status_code, way_back(answer.text)) == (422, page)
        assert client.get(page).status_code == 200
    consultant = make_listed_consultant()
    application = make_application(posting, consultant)
    client.sign_out()
    client.sign_in(consultant.user)
    answer = client.post(f"/applications/{application.id}/withdraw", data={})
    assert (answer.status_code, way_back(answer.text)) == (422, f"/applications/{application.id}")


def test_changing_the_language_after_a_refused_form_opens_a_page(client: PageClient) -> None:
    client.sign_in(make_operator())
    refused = client.post("/staff/invitations", data={})
    assert refused.status_code == 422
    answer = client.post("/language", data={"locale": "en", "next": way_back(refused.text)})
    assert (answer.status_code, answer.location) == (303, "/staff")
    assert client.get("/staff").status_code == 200


@pytest.mark.parametrize(
    ("address", "above"),
    [("/sign-out", "/"), ("/language", "/"), ("/account/sign-out-everywhere", "/account")],
)
def test_an_address_that_takes_forms_only_says_so(client: PageClient, address: str, above: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "405" in answer.text
    assert way_back(answer.text) == above
    if above != "/":
        assert f'<a href="{above}">' in answer.text


def test_too_much_at_once_is_said_with_the_limit(
    client: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2 * 1024 * 1024)
    answer = client.post("/sign-up/consultant", data={"name": "あ" * 1_000_000})
    assert answer.status_code == 413
    assert "2 MB" in answer.text
    assert way_back(answer.text) == "/sign-up/consultant"


def test_the_box_of_completeness_names_the_next_section(client: PageClient) -> None:
    client.sign_in(make_consultant().user)
    page = client.get("/").text
    aside = page[page.index("<aside") :]
    assert 'href="/profile/basics' in aside
    client.sign_out()
    whole = make_listed_consultant()
    client.sign_in(whole.user)
    aside = client.get("/").text.partition("<aside")[2]
    assert 'href="/profile"' in aside
