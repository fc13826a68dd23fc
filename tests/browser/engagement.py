"""The people of one engagement, through its weeks: set-up, reports, pulses, reviews, a reader from outside."""

from __future__ import annotations

import io
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import openpyxl
import pypdf

from tests.browser.test_money import CLIENT, sign, wait_until
from tests.browser.test_tracker import MOST_INTERACTIONS, Hand
from tests.browser.visitor import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.test_money import Clock
    from tests.browser.visitor import Visitor

READER = "kansa@auditors.example.jp"
NAME = "スマートメーター展開"
WEEKS = 10


def back(person: Visitor, email: str) -> None:
    """Sign in again, as everybody must after half a day."""
    person.page.goto(f"{person.base}/sign-in")
    form = person.page.locator("form:has(input[name=password]:visible)")
    form.locator("input[name=email]").fill(email)
    form.locator("input[name=password]").fill(PASSWORD)
    form.locator("button[data-kind=primary]").click()
    person.page.wait_for_url(lambda url: "sign-in" not in url)


def waiting_contract(database: Path) -> tuple[str, date, str, str]:
    """Return the demo client's contract that waits for signatures: address, first day, the PMO's name and e-mail."""
    query = """
        SELECT contract.id, contract.first_day, person.name, person.email FROM contract
        JOIN application ON application.id = contract.application_id
        JOIN consultant ON consultant.id = application.consultant_id
        JOIN user AS person ON person.id = consultant.user_id
        JOIN engagement ON engagement.id = application.engagement_id JOIN membership USING (company_id)
        JOIN user AS owner ON owner.id = membership.user_id
        WHERE contract.state = 'sent' AND owner.email = ?
    """
    with closing(sqlite3.connect(database)) as demo:
        number, first_day, name, email = demo.execute(query, [CLIENT]).fetchone()
    return f"/contracts/{UUID(number)}", date.fromisoformat(first_day), name, email


class Engagement:
    """What the three people do in the weeks of one project."""

    def __init__(self, visit: Callable[..., Visitor], clock: Clock, database: Path) -> None:
        self.clock = clock
        self.contract, self.begins, name, self.email = waiting_contract(database)
        self.pmo, self.client, self.advisor = visit(), visit(), visit()
        back(self.client, CLIENT)
        sign(self.client, self.contract, "中川 美奈")
        back(self.pmo, self.email)
        for _master_and_single_contract in range(2):
            sign(self.pmo, self.contract, name)
        self.comes(self.begins)
        wait_until(self.pmo, self.contract, "main >> text=契約中")
        self.report = self.project = ""

    def set_up(self, weekday: int) -> None:
        """Begin with a template, paste the plan, start."""
        self.pmo.go(f"{self.contract}/project")
        self.pmo.fill(name=NAME, pmo_type="controlling", cadence="weekly", weekday=str(weekday), budget="30000000")
        self.pmo.submit()
        self.project = self.pmo.page.url.removeprefix(self.pmo.base)
        self.pmo.sees("計画の合意")
        days = [self.begins + timedelta(days=7 * week) for week in range(WEEKS + 1)]
        work = [
            f"1\t作業{number}\t佐藤\t{days[number - 1]:%Y/%m/%d}\t{days[number]:%Y/%m/%d}\t0\t40\t\t2,000,000"
            for number in range(1, WEEKS + 1)
        ]
        self.paste("work-items", "\n".join(work))
        self.paste("risks", "リスク\t発生確率\t影響度\n主要要員の異動\t4\t4\n試験と繁忙期が重なる\t2\t3")
        self.pmo.go(self.project)
        self.pmo.press("/start")
        self.pmo.sees("進行中")

    def paste(self, board: str, rows: str) -> None:
        """Paste rows copied from a spreadsheet."""
        self.pmo.go(f"{self.project}/{board}")
        self.pmo.page.locator("details:has([name=pasted]) summary").click()
        self.pmo.page.locator("[name=pasted]").fill(rows)
        self.pmo.submit()
        self.pmo.sees("保存しました")

    def note(self, board: str, row: str, **cells: str) -> None:
        """Type into cells of the row that has this name."""
        self.pmo.go(f"{self.project}/{board}")
        for name, text in cells.items():
            cell = self.pmo.page.locator(f"tbody tr:has(input[value='{row}']) [name$='.{name}']")
            cell.fill(text)
        with self.pmo.page.expect_navigation():
            cell.press("Control+Enter")
        self.pmo.sees("保存しました")

    def comes(self, day: date) -> None:
        """Move on to a morning; the PMO and the client are there."""
        self.clock.go_to(day)
        back(self.pmo, self.email)
        back(self.client, CLIENT)

    def write(self, summary: str) -> None:
        """Open the report that is due, say a sentence, hand it in."""
        self.pmo.page.goto(f"{self.pmo.base}{self.project}/status-reports")
        hand = Hand(self.pmo)
        hand.press("/status-reports")
        hand.write(self.pmo.page.locator("[name=summary]"), summary)
        self.hand_in(hand)

    def hand_in(self, hand: Hand) -> None:
        hand.count += 2  # the button, and its confirmation
        with self.pmo.page.expect_navigation():
            self.pmo.page.locator("button[value=submit]").click()
            self.pmo.page.locator("#confirm-dialog [data-confirm-yes]").click()
        self.pmo.check()
        self.pmo.sees("提出し、クライアントに通知しました。")
        self.report = self.pmo.page.url.removeprefix(self.pmo.base)
        assert hand.count <= MOST_INTERACTIONS

    def acknowledged(self, *shows: str) -> None:
        self.client.go(self.report)
        self.client.sees(*shows)
        self.client.press("/acknowledge")

    def asked(self, day: int, *, steps: int) -> None:
        """Both sides answer the pulse of a day, which the calendar has asked."""
        for person in (self.pmo, self.client):
            link = f"main tr:has-text('{day}日目') a[href^='/pulses/']"
            wait_until(person, f"{self.contract}/pulses", link)
            person.submit(person.page.locator(link))
            five(person, steps)
            person.sees("まずアドバイザーが読みます")

    def reviewed(self) -> None:
        """Both sides review the work at the milestone that was reached."""
        for person in (self.pmo, self.client):
            wait_until(person, f"{self.contract}/reviews", "main a[href^='/review-rounds/']")
            person.submit(person.page.locator("main a[href^='/review-rounds/']").first)
            five(person, 4, words="論点の整理が早く、助かりました。")
        self.client.sees("双方の評価を公開しました。")

    def read_outside(self, visit: Callable[..., Visitor]) -> None:
        """The client lets an auditor read, who opens the link of the mail and reads in English."""
        self.client.go(f"{self.project}/readers")
        self.client.fill(email=READER, days=14, locale="en")
        self.client.submit()
        reader = visit("en", width=360)
        mailbox = f"/demo/mailbox?to={READER}"
        wait_until(reader, mailbox, "main table a[href*='/demo/mailbox/']")
        reader.submit(reader.page.locator("main table a[href*='/demo/mailbox/']").first)
        link = re.search(r"/shared/[\w-]+", reader.page.content())
        assert link is not None
        reader.go(link[0])
        reader.sees("Status reports", NAME)
        reader.submit(reader.page.locator("main a[href*='/report?number=']").first)
        reader.sees("How it stands", "Summary")
        for page in (self.project, self.report):
            assert reader.page.request.get(reader.base + page, max_redirects=0).status in {302, 303}


def five(person: Visitor, step: int, **words: str) -> None:
    """Choose a step for each question and send it."""
    for group in person.page.locator("main .steps-of-five").all():
        group.locator(f"input[value='{step}']").check()
    person.fill(**words)
    person.submit()


def files_open(person: Visitor, life: Engagement) -> None:
    """Open the newest report's PDF and the boards' workbook."""
    paper = person.page.request.get(f"{person.base}{life.report}/report.pdf")
    pages = pypdf.PdfReader(io.BytesIO(paper.body())).pages
    assert "引き継ぎを終えた" in "".join(page.extract_text() for page in pages)
    sheets = person.page.request.get(f"{person.base}{life.project}/boards.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sheets.body()))
    said = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert {"作業1", "移行手順が決まらない", "受入試験は二回に分ける"} <= said
