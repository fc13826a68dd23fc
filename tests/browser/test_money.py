"""Offer, signatures, hours, approval, invoice, payment at Stripe, payment notice, payment file: each at a browser.

The product's clock is moved on, as it is for the emulator that plays Stripe: a month has to pass between the signature
and the money.
"""

from __future__ import annotations

import re
import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from marketplace.business_days import business_day_before, business_days_after, is_business_day
from marketplace.clock import TOKYO, now, today
from marketplace.work_reports.months import last_of
from tests.browser.conftest import ROOT, served, visitors
from tests.browser.stripe_emulator import SECRET_KEY, WEBHOOK_SECRET, free_port, stripe_emulator
from tests.browser.test_offer import recommend_two, say_yes
from tests.browser.visitor import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
A_SWEEP_AND_ITS_JOBS = 150
"""Seconds. After a jump of the clock the next sweep queues the jobs of the new day: within a minute, not at once."""
CLIENT, OPERATOR, APPROVER = (f"{name}@demo.example.jp" for name in ("client", "operator", "operator2"))


class Clock:
    """The time of the products and of Stripe, moved on through a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.write_text("0")

    def go_to(self, day: date, hour: int = 10) -> None:
        """Move on to an hour of a day in Tokyo."""
        there = datetime(day.year, day.month, day.day, hour, tzinfo=TOKYO)
        self.file.write_text(str(max(0, (there - now()).total_seconds())))
        time.sleep(1)  # every process looks ten times a second


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock(tmp_path_factory.mktemp("clock") / "seconds")


@pytest.fixture(scope="module")
def paid_product(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[str]:
    """Serve a product whose clock moves, with a Stripe of its own."""
    folder, port = tmp_path_factory.mktemp("paid"), free_port()
    with (
        stripe_emulator(folder, tells=f"http://127.0.0.1:{port}/stripe/webhook", clock=clock.file) as stripe,
        served(
            folder, port, PYTHONPATH=str(ROOT / "tests" / "browser" / "moved"), MOVED_CLOCK=str(clock.file),
            STRIPE_SECRET_KEY=SECRET_KEY, STRIPE_WEBHOOK_SECRETS=WEBHOOK_SECRET, STRIPE_API_BASE=stripe,
        ) as base,
    ):  # fmt: skip
        yield base


@pytest.fixture
def visit(paid_product: str, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    with visitors(paid_product, chromium) as person:
        yield person


def accepted_offer(visit: Callable[..., Visitor], start: date) -> tuple[str, str, str]:
    """Let a client's offer be accepted; return the consultant's name and e-mail, and the contract's address."""
    advisor, client, person = visit(), visit(), visit()
    client.sign_in(CLIENT)
    client.go("/engagements/mine")
    posting = str(client.page.locator("main table a").first.get_attribute("href"))
    advisor.sign_in("advisor@demo.example.jp")
    (card, name, email), _second = recommend_two(advisor, posting.replace("/manage", "/candidates"))
    person.sign_in(email)
    say_yes(person, card)
    advisor.go(card)
    advisor.press("/submit")
    client.go(card)
    client.press("/meeting")
    client.go(f"{card}/offers/new")
    client.fill(start_on=start.isoformat())
    client.submit()
    person.go(card)
    person.submit(person.page.locator("main a[href*='/offers/']").first)
    person.press("/accept")
    advisor.go("/contracts")
    contract = str(advisor.page.locator("main a[href^='/contracts/']").first.get_attribute("href"))
    advisor.go(f"{contract}/terms")
    advisor.sees("源泉徴収")
    advisor.fill(withholding="none", withholding_reason="助言の対価ではなく、準委任の役務提供のため")
    advisor.submit()
    advisor.press("/send")
    return name, email, contract


def sign(person: Visitor, contract: str, name: str) -> None:
    """Read the contract's paper that waits, and sign it with the password."""
    person.go(contract)
    person.submit(person.page.locator("main a[href*='/papers/']").first)
    person.fill(name=name, read=True, password=PASSWORD)
    person.press("/sign")


def report_month(person: Visitor, contract: str, days: list[date]) -> str:
    """Write seven and a half hours for each day and hand the month in; return the report's address."""
    person.go(f"{contract}/work-reports")
    month = person.page.locator(f"main form:has(input[name=month][value='{days[0].month}'])")
    person.submit(month.locator("button"))
    for number, day in enumerate(days):
        if is_business_day(day) or len(days) == 1:
            person.fill(**{f"days__{number}__hours": "7.5", f"days__{number}__content": "週次会議の運営、課題管理"})
    person.press("/edit")
    person.sees("承認待ち")
    return person.page.url.removeprefix(person.base)


def wait_until(person: Visitor, path: str, shows: str, *, times: int = 1) -> None:
    """Look at a page until what a job does shows on it, so many times."""
    until = time.monotonic() + A_SWEEP_AND_ITS_JOBS
    person.go(path)
    while person.page.locator(shows).count() < times:
        assert time.monotonic() < until, f"{shows} never came on {path}:\n{person.page.locator('body').inner_text()}"
        time.sleep(0.5)
        person.page.reload()
    person.check()


def pay_at_stripe(client: Visitor) -> None:
    """Pay the newest invoice on the page that Stripe hosts; it counts once Stripe has told the product."""
    client.go("/invoices")
    client.submit(client.page.locator("main a[href^='/invoices/']").first)
    invoice = client.page.url.removeprefix(client.base)
    client.press("/checkout")
    wait_until(client, invoice, "#payment a[data-kind=primary]")
    with client.page.expect_navigation():
        client.page.locator("#payment a[data-kind=primary]").click()
    assert "/checkout/cs_" in client.page.url
    assert "INV-" in client.page.locator("body").inner_text()
    with client.page.expect_navigation(url=re.compile(re.escape(client.base))):
        client.page.locator(".checkout-pay-btn").click()
    client.check()
    wait_until(client, invoice, "main >> text=支払済み")


def amount_after(person: Visitor, label: str) -> int:
    """Return the yen that stand behind a label on the page."""
    found = re.search(rf"{label}\s+([\d,]+)円", person.page.locator("main").inner_text())
    assert found is not None
    return int(found[1].replace(",", ""))


def day_after(person: Visitor, label: str) -> date:
    """Return the day that stands behind a label on the page."""
    found = re.search(rf"{label}\s+(\d+)年(\d+)月(\d+)日", person.page.locator("main").inner_text())
    assert found is not None
    return date(*map(int, found.groups()))


def payment_file(visit: Callable[..., Visitor], pay_on: date) -> tuple[str, bytes]:
    """Make a run of what is due, have it approved by another operator; return its address and its file."""
    maker, approver = visit(), visit()
    maker.sign_in(OPERATOR)
    maker.go(f"/payment-runs/new?pay_on={pay_on.isoformat()}")
    maker.submit(maker.page.locator("main form[method=post] button").last)
    run = maker.page.url.removeprefix(maker.base)
    approver.sign_in(APPROVER)
    approver.go(run)
    approver.press("/approve")
    maker.go(run)
    with maker.page.expect_download() as taken:
        maker.page.locator("form[action$='/file'] button").click()
    return run, taken.value.path().read_bytes()


def test_from_the_offer_to_the_payment_file(visit: Callable[..., Visitor], clock: Clock) -> None:
    start = today()
    name, email, contract = accepted_offer(visit, start)
    client, person = visit(), visit(width=360)
    client.sign_in(CLIENT)
    sign(client, contract, "中川 美奈")
    person.sign_in(email)
    sign(person, contract, name)
    person.sees("契約中")

    month_end = last_of(start)
    clock.go_to(business_days_after(month_end, 1))
    person, client, operator = visit(width=360), visit(), visit()
    person.sign_in(email)
    days = [start + timedelta(days=n) for n in range((month_end - start).days + 1)]
    report = report_month(person, contract, days)
    client.sign_in(CLIENT)
    client.go(report)
    client.press("/approve")
    client.sees("承認済み")
    operator.sign_in(OPERATOR)
    operator.go("/invoices")
    invoices = operator.page.locator("main table tbody tr").count()
    operator.go("/billing")
    month = operator.page.locator(f"main section:has(h2:has-text('{start.year}年{start.month}月'))")
    month.locator("button").click()
    operator.submit(operator.page.locator("#confirm-dialog [data-confirm-yes]"))
    wait_until(operator, "/invoices", "main table tbody tr", times=invoices + 1)

    pay_at_stripe(client)
    person.go("/payment-notices")
    person.submit(person.page.locator("main a[href^='/payment-notices/']").first)
    person.press("/confirm")
    person.sees("確認済み")
    transfer = amount_after(person, "差引振込額")
    due = day_after(person, "支払日")

    clock.go_to(business_day_before(due), 14)
    run, content = payment_file(visit, due)
    assert len(content) % 122 == 0
    records = content.split(b"\r\n")
    assert any(record.startswith(b"2") and record[80:90] == f"{transfer:010d}".encode() for record in records)
    clock.go_to(due, 15)
    operator, person = visit(), visit()
    operator.sign_in(OPERATOR)
    operator.go(run)
    operator.press("/sent")
    operator.press("/done")
    person.sign_in(email)
    person.go("/payment-notices")
    person.submit(person.page.locator("main a[href^='/payment-notices/']").first)
    person.sees("支払済み")
