"""The weekly path of a PMO: open, see what changed, adjust, hand in; the client reads and acknowledges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
MOST_INTERACTIONS = 12
BOARDS = ("milestones", "work-items", "risks", "issues", "assumptions", "dependencies", "actions", "decisions")


class Hand:
    """Counts what a person does: each key that saves, each click, each field that is filled."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.count = visitor, 0

    def follow(self, link: Locator) -> None:
        self.count += 1
        self.visitor.submit(link)

    def write(self, field: Locator, text: str) -> None:
        self.count += 1
        field.fill(text)

    def press(self, action: str) -> None:
        self.count += 2  # the button, and its confirmation
        self.visitor.press(action)


@pytest.mark.parametrize(("locale", "width"), [("ja", 1280), ("en", 360)])
def test_a_week_is_reported_in_few_interactions(visit: Callable[..., Visitor], locale: str, width: int) -> None:
    pmo = visit(locale, width=width)
    pmo.sign_in("consultant@demo.example.jp")
    pmo.go("/projects")
    hand = Hand(pmo)
    hand.follow(pmo.page.locator("main table a").first)
    project = pmo.page.url
    hand.follow(pmo.page.locator("main table a[href$='/issues']"))
    title = pmo.page.locator("tbody tr:has(th:text-is('＋')) td input").first
    hand.write(title, f"検証環境の空きがない {locale}")
    hand.count += 1  # Ctrl+Enter saves
    with pmo.page.expect_navigation():
        title.press("Control+Enter")
    pmo.check()
    hand.follow(pmo.page.locator("main .tabs a[href$='/status-reports']"))
    hand.press("/status-reports")
    pmo.check()
    pmo.sees("から赤" if locale == "ja" else "red since")
    hand.write(pmo.page.locator("[name=summary]"), "移行手順の合意に向けて、論点を三つに絞った。")
    hand.count += 2  # the button, and its confirmation
    with pmo.page.expect_navigation():
        pmo.page.locator("button[value=submit]").click()
        pmo.page.locator("#confirm-dialog [data-confirm-yes]").click()
    pmo.check()
    report = pmo.page.url
    assert hand.count <= MOST_INTERACTIONS
    pmo.sees("移行手順の合意に向けて")
    client = visit(locale, width=width)
    client.sign_in("client@demo.example.jp")
    client.go(report)
    client.sees("論点を三つに絞った")
    client.press("/acknowledge")
    client.go(f"{project}/status-reports")
    pmo.go(report)
    pmo.sees("中川" if locale == "ja" else "Acknowledged by")


@pytest.mark.parametrize(("locale", "width"), [("ja", 360), ("en", 1280)])
def test_every_page_of_a_project(visit: Callable[..., Visitor], locale: str, width: int) -> None:
    for who in ("consultant", "client"):
        person = visit(locale, width=width)
        person.sign_in(f"{who}@demo.example.jp")
        person.go("/projects")
        person.submit(person.page.locator("main table a").first)
        project = person.page.url
        for board in BOARDS if who == "consultant" else BOARDS[:2]:
            person.go(f"{project}/{board}")
        person.go(f"{project}/status-reports")
        if who == "consultant":
            person.go(f"{project}/settings")


def test_rows_copied_with_their_headings_are_pasted_into_a_cell(visit: Callable[..., Visitor]) -> None:
    pmo = visit("ja")
    pmo.sign_in("consultant@demo.example.jp")
    pmo.go("/projects")
    pmo.submit(pmo.page.locator("main table a[href^='/projects/']").first)
    pmo.go(f"{pmo.page.url}/issues")
    pmo.page.locator("tbody tr:has(th:text-is('＋')) td input").first.focus()
    pmo.page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
        " document.activeElement.dispatchEvent("
        "new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }",
        "担当者\t件名\t期限\n佐藤\tA社との日程調整\t２０２６/12/7",
    )
    pmo.submit(pmo.page.locator("form[data-grid] button[data-kind=primary]"))
    row = pmo.page.locator("tbody tr:has(input[value='A社との日程調整'])")
    assert row.locator("input[name$='.owner']").input_value() == "佐藤"
    assert row.locator("input[name$='.due_on']").input_value() == "2026-12-07"
