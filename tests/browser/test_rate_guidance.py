"""Beside the rate fields of a draft: computed after a save, without a page being loaded, and told again in words."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
WORDS = {
    "ja": {"median": "中央値", "below": "下位4分の1に入ります", "told": "表示"},
    "en": {"median": "Median", "below": "less than three quarters", "told": "Shown"},
}


@pytest.mark.parametrize(("locale", "width"), [("ja", 360), ("en", 1280)])
def test_a_draft_is_told_what_its_like_pay(visit: Callable[..., Visitor], locale: str, width: int) -> None:
    words = WORDS[locale]
    operator = visit(locale, width=width)
    operator.sign_in("operator@demo.example.jp")
    operator.go("/rate-guidance")
    assert words["told"] in operator.page.inner_text("main")
    assert re.search(r"50\s*%", operator.page.inner_text("main"))

    client = visit(locale, width=width)
    client.sign_in("owner3@clients.example.jp")
    client.go("/engagements/new")
    client.fill(title="基幹刷新 PMO", need="SAPの刷新で、進捗と課題の管理、ベンダー調整を任せたい。来月から半年。")
    client.submit()
    beside = client.page.locator("#rate-guidance")
    beside.get_by_text(words["median"]).first.wait_for()
    client.check()
    before = beside.inner_text()

    client.page.fill("[name=received_rate_min]", "400000")
    client.page.fill("[name=received_rate_max]", "500000")
    beside.get_by_text(words["below"]).wait_for()
    client.page.fill("[name=supportive]", "80")
    client.page.fill("[name=controlling]", "20")
    until = time.monotonic() + 20
    figure = client.page.locator("#rate-guidance dd").first
    while figure.inner_text() in before and time.monotonic() < until:
        client.page.wait_for_timeout(200)
    assert figure.inner_text() not in before
    assert client.page.evaluate("document.activeElement.name") == "controlling"  # what is typed is not disturbed
    client.page.wait_for_function("!document.querySelector('form[data-dirty]')")
    client.check()
    client.go(client.page.url.removeprefix(client.base).replace("/edit", "/manage"))
    assert words["below"] in client.page.inner_text("main")
