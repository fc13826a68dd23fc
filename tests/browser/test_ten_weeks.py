"""Ten weeks of an engagement, played through the product's pages and jobs with a clock that is moved on.

Each week something happens on the boards, the report is opened pre-filled and handed in, the client answers it. One
week nothing comes. Around that: pulses, minutes, a change, an import, a review, a reader from outside, the files.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from marketplace.business_days import business_days_after
from marketplace.status_reports.due_days import due_days
from marketplace.tracker.states import Cadence
from tests.browser.conftest import ROOT, served, visitors
from tests.browser.engagement import NAME, WEEKS, Engagement, back, files_open
from tests.browser.stripe_emulator import free_port
from tests.browser.test_money import Clock, wait_until
from tests.browser.test_tracker import Hand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
ADVISOR = "advisor@demo.example.jp"
EXPORT = ROOT / "tests" / "data" / "exports" / "backlog-export-en-ui.csv"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock(tmp_path_factory.mktemp("weeks") / "seconds")


@pytest.fixture
def visit(tmp_path: Path, clock: Clock, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    moved = str(ROOT / "tests" / "browser" / "moved")
    with (
        served(tmp_path, free_port(), PYTHONPATH=moved, MOVED_CLOCK=str(clock.file)) as base,
        visitors(base, chromium) as person,
    ):
        yield person


def red_and_silent(life: Engagement, dues: list[date]) -> None:
    """As planned, then a red issue, then a week in which nothing comes."""
    pmo, advisor = life.pmo, life.advisor
    life.comes(dues[0])
    life.note("work-items", "作業1", percent="100", spent="38", paid="1900000")
    life.write("計画どおり。")
    life.acknowledged("計画どおり。", "作業1")

    life.comes(dues[1])
    yesterday = f"{dues[1] - timedelta(days=1):%Y-%m-%d}"
    life.paste("issues", f"課題\t重要度\t期限\n移行手順が決まらない\t高\t{yesterday}")
    life.paste("decisions", f"決定事項\t決定者\t決定日\n並行稼働は行わない\t情報システム部長\t{yesterday}")
    pmo.page.goto(f"{pmo.base}{life.project}/status-reports")
    hand = Hand(pmo)
    hand.press("/status-reports")
    pmo.sees("移行手順が決まらない", "並行稼働は行わない")
    hand.write(pmo.page.locator("[name=summary]"), "移行手順の合意が遅れている。")
    hand.write(pmo.page.locator("[name=help_needed]"), "業務部門の決裁")
    hand.count += 1
    pmo.fill(rag_quality="amber")
    hand.write(pmo.page.locator("[name=word_quality]"), "試験の準備が遅れている")
    life.hand_in(hand)
    life.acknowledged("試験の準備が遅れている", "移行手順が決まらない")

    life.comes(dues[2])  # the week in which nothing comes
    wait_until(pmo, "/notices", f"article:has-text('報告の期限です'):has-text('{dues[2].month}月{dues[2].day}日')")
    life.asked(7, steps=4)
    late = business_days_after(dues[2], 2)
    life.comes(late)
    back(advisor, ADVISOR)
    wait_until(advisor, "/notices", f"article:has-text('報告が届いていない'):has-text('{NAME}')")
    life.write("業務部門との打合せを重ね、報告が遅れた。")
    life.acknowledged("報告が遅れた")


def agreed(life: Engagement, dues: list[date]) -> None:
    """A report is returned; a meeting decides; a change is agreed."""
    pmo, client = life.pmo, life.client
    life.comes(dues[3])
    life.write("遅れを戻しつつある。")
    client.go(life.report)
    client.page.locator("details:has([name=reason]) summary").click()
    client.fill(reason="費用の見込みが書かれていない。")
    client.submit(client.page.locator("form[action$='/return'] button"))
    pmo.go(life.report)
    pmo.sees("費用の見込みが書かれていない。")
    pmo.submit(pmo.page.locator("main a[href$='/edit']").first)
    pmo.fill(summary="遅れを戻しつつある。費用は予算内の見込み。")
    life.hand_in(Hand(pmo))
    life.acknowledged("費用は予算内")

    life.comes(dues[4])
    life.asked(30, steps=3)
    pmo.go(f"{life.project}/minutes/new")
    pmo.fill(
        title="週次進捗会議", held_on=dues[4].isoformat(), attendees="佐藤、中川",
        body="進捗を確認した。\n【決定】受入試験は二回に分ける\n【アクション】日程案を配る 担当:佐藤 期限:翌週",
    )  # fmt: skip
    pmo.submit()
    pmo.press("/rows")
    pmo.sees("D-2", "A-1", "受入試験は二回に分ける")
    life.write("受入試験の進め方が決まった。")
    life.acknowledged("受入試験は二回に分ける")

    life.comes(dues[5])
    pmo.go(f"{life.project}/change-requests/new")
    pmo.fill(title="データ移行の対象を広げる", why="旧拠点の契約も移すため", cost="1,500,000", days="14")
    pmo.submit()
    change = pmo.page.url
    client.go(change)
    client.press("/agree")
    client.sees("双方の合意が成立しました。")
    life.write("移行の対象を広げることで合意した。")
    life.acknowledged("合意した")


def reached_and_closed(life: Engagement, dues: list[date], visit: Callable[..., Visitor]) -> None:
    """An import, a milestone and its review, a reader from outside, the end."""
    pmo, client, advisor = life.pmo, life.client, life.advisor
    life.comes(dues[6])
    pmo.go(f"{life.project}/imports")
    pmo.page.locator("[name=document]").set_input_files(EXPORT)
    pmo.submit()
    pmo.press("/apply")
    pmo.sees("取り込みました")
    life.write("ベンダーの課題一覧を取り込んだ。")
    life.acknowledged("課題一覧")

    life.comes(dues[7])
    life.note("milestones", "計画の合意", actual_on=dues[7].isoformat())
    life.write("計画に合意した。")
    life.acknowledged("計画の合意")

    life.comes(dues[8])
    life.reviewed()
    life.read_outside(visit)
    life.write("検証を始めた。")
    life.acknowledged("検証を始めた")

    life.comes(dues[9])
    life.asked(60, steps=5)
    life.write("最後の報告。引き継ぎを終えた。")
    life.acknowledged("引き継ぎを終えた")
    back(advisor, ADVISOR)
    advisor.go("/contracts/health?of=all")
    assert advisor.page.locator(f"main a[href*='{life.contract}/health']").count()
    client.go("/portfolio")
    client.sees(NAME)
    files_open(client, life)
    pmo.go(life.project)
    pmo.press("/close")
    pmo.sees("プロジェクトを終了しました。")


def test_ten_weeks(visit: Callable[..., Visitor], clock: Clock, tmp_path: Path) -> None:
    life = Engagement(visit, clock, tmp_path / "ennoshita.db")
    weekday = min((life.begins + timedelta(days=4)).weekday(), 4)
    dues = list(islice(due_days(life.begins + timedelta(days=1), Cadence.WEEKLY, weekday), WEEKS))
    life.set_up(weekday)
    red_and_silent(life, dues)
    agreed(life, dues)
    reached_and_closed(life, dues, visit)
