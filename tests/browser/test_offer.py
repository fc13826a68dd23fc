"""From the ranked list to an accepted offer, each at a browser; one is told why not; two advisors at one card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_main_job import NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
WORDS = {
    "ja": {"asked": "同意", "why_not": "他の方に決まった", "accepted": "承諾", "faster": "別の方が先に操作"},
    "en": {
        "asked": "consent",
        "why_not": "Another consultant was chosen",
        "accepted": "Accepted",
        "faster": "was faster",
    },
}


def recommend_two(advisor: Visitor, candidates: str) -> list[tuple[str, str, str]]:
    """Recommend the two best ranked people who are not in the pipeline yet; return card, name and e-mail of each."""
    advisor.go(candidates)
    matches = [each.get_attribute("href") for each in advisor.page.locator("main .ranked h3 a").all()]
    found: list[tuple[str, str, str]] = []
    for match in matches:
        if len(found) == 2:
            break
        advisor.page.goto(advisor.base + str(match))
        if not advisor.page.locator("form[action$='/recommend']").count():
            continue
        if NAME in advisor.page.locator("main").inner_text():  # other journeys register this person again and again
            continue
        advisor.page.locator("form[action$='/recommend'] [name=words]").fill("切替の経験が近い")
        advisor.press("/recommend")
        card = advisor.page.url.removeprefix(advisor.base)
        name = advisor.page.locator("h1").inner_text()
        advisor.press("/ask-consent")
        advisor.submit(advisor.page.locator("main a[href*='/consultants/']").first)
        email = re.search(r"[\w.+-]+@[\w.-]+", advisor.page.locator("#basics").inner_text())
        assert email is not None
        found.append((card, name, email[0]))
    return found


def say_yes(consultant: Visitor, card: str) -> None:
    """Consent on the one page that asks for it."""
    consultant.go(f"{card}/consent")
    consultant.fill(consent=True, rate="105万", days=1, start_on="2027-01-11")
    consultant.submit()


def not_selected(person: Visitor, reason: str) -> None:
    """End the card on this page with a reason of the list."""
    person.page.locator("[data-dialog=not-selected]").click()
    person.page.locator("#not-selected [name=reason]").select_option(reason)
    person.submit(person.page.locator("#not-selected button[data-kind=danger]"))


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_from_the_ranked_list_to_an_accepted_offer(visit: Callable[..., Visitor], locale: str) -> None:
    words = WORDS[locale]
    advisor, client, first, second = visit(locale), visit(locale), visit(locale, width=360), visit(locale)
    client.sign_in("client@demo.example.jp")
    client.go("/engagements/mine")
    posting = str(client.page.locator("main table a").first.get_attribute("href"))
    advisor.sign_in("advisor@demo.example.jp")
    (card, name, email), (other_card, other_name, other_email) = recommend_two(
        advisor, posting.replace("/manage", "/candidates")
    )
    client.go(posting.replace("/manage", "/pipeline"))
    client.does_not_see(name, other_name)  # nothing before the consent

    for person, its_email, its_card in ((first, email, card), (second, other_email, other_card)):
        person.sign_in(its_email)
        say_yes(person, its_card)
    for each in (card, other_card):
        advisor.go(each)
        advisor.press("/submit")
    client.go(posting.replace("/manage", "/pipeline"))
    client.sees(name, other_name)

    client.go(card)
    client.press("/meeting")
    client.go(f"{card}/offers/new")
    client.submit()
    first.go(card)
    first.submit(first.page.locator("main a[href*='/offers/']").first)
    first.press("/accept")
    first.go(card)
    first.sees(words["accepted"])

    client.go(other_card)
    not_selected(client, "other_candidate")
    second.go(other_card)
    second.sees(words["why_not"])


def test_two_advisors_move_one_card_at_the_same_time(visit: Callable[..., Visitor]) -> None:
    one, two = visit("ja"), visit("ja")
    one.sign_in("advisor@demo.example.jp")
    two.sign_in("advisor2@demo.example.jp")
    one.go("/engagements?sort=rate")
    posting = str(one.page.locator("main .posting a").first.get_attribute("href")).split("?")[0]
    ((card, _name, _email), _second) = recommend_two(one, f"{posting}/candidates")
    two.go(card)
    one.go(card)
    for person in (one, two):
        not_selected(person, "skills")
    two.sees(WORDS["ja"]["faster"])
