"""Why a posting fits and what would help; another look at a match; lists as shown reach the models' page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
WORDS = {
    "ja": {"helps": "適合度を上げるには", "answered": "経歴の記載を確認しました。"},
    "en": {"helps": "What would help most", "answered": "We have read that line again."},
}


def figure(operator: Visitor, place: int) -> int:
    """Return one of the figures on top of the models' page."""
    operator.go("/operation/ranking-models")
    return int(operator.page.locator(".tile-value").nth(place).inner_text().replace(",", ""))


@pytest.mark.parametrize(("locale", "width"), [("ja", 1280), ("en", 360)])
def test_a_list_that_was_looked_at_is_counted_with_its_features(
    visit: Callable[..., Visitor], locale: str, width: int
) -> None:
    operator, client = visit(locale), visit(locale, width=width)
    operator.sign_in("operator@demo.example.jp")
    before = figure(operator, 2)
    client.sign_in("client@demo.example.jp" if locale == "ja" else "member@demo.example.jp")
    client.go("/engagements/mine")
    posting = str(client.page.locator("main table a").first.get_attribute("href"))
    with client.page.expect_response(re.compile("/candidates/shown$")) as sent:
        client.go(posting.replace("/manage", "/candidates"))
    assert sent.value.status == 204
    assert client.page.locator("main .ranked > li").count() > 1
    after = figure(operator, 2)
    assert after == before + 1
    for _attempt in range(60):  # a job keeps the features, after what waits before it
        if figure(operator, 1):
            break
        operator.page.wait_for_timeout(1000)
    assert figure(operator, 1) > 0
    operator.sees("prior-1")


@pytest.mark.parametrize(("locale", "width"), [("ja", 360), ("en", 1280)])
def test_another_look_at_a_match_is_asked_for_and_answered(
    visit: Callable[..., Visitor], locale: str, width: int
) -> None:
    words = WORDS[locale]
    consultant, advisor = visit(locale, width=width), visit(locale)
    consultant.sign_in("consultant@demo.example.jp")
    consultant.go("/engagements?sort=match")
    postings = consultant.page.locator("#results h3 a")
    posting = str(postings.nth(0 if locale == "ja" else 1).get_attribute("href"))
    consultant.go(posting)
    for _look in range(20):  # a job ranks: after some looks of its own the page says that it takes longer
        if consultant.page.locator("#fit .narrowing, #fit h3 ~ p").count():
            break
        consultant.page.wait_for_timeout(3000)
        consultant.go(posting)
    consultant.page.locator("#fit .narrowing, #fit h3 ~ p").first.wait_for()
    consultant.go(f"{posting}/appeal")
    consultant.fill(ground=str(consultant.page.locator("[name=ground] option").nth(1).get_attribute("value"))
                    if consultant.page.locator("select[name=ground]").count() else True)  # fmt: skip
    consultant.fill(words="2021年のSAP導入の経験が読まれていない。")
    consultant.submit()
    appeal = consultant.page.url.removeprefix(consultant.base)
    assert re.fullmatch(r"/appeals/[0-9a-f-]{36}", appeal), appeal
    advisor.sign_in("advisor@demo.example.jp")
    advisor.go("/desk/appeals")
    advisor.go(appeal)
    advisor.sees("2021年のSAP導入の経験が読まれていない。")
    advisor.fill(answer=words["answered"])
    chosen = advisor.page.locator("select[name=outcome]")
    if chosen.count():
        chosen.select_option(index=1)
    else:
        advisor.page.locator("main input[name=outcome]").first.check()
    advisor.submit()
    consultant.go(appeal)
    consultant.sees(words["answered"])
