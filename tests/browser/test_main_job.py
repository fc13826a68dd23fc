"""The main job as people do it: a company posts P01, an advisor approves, a consultant like C2 finds it, applies."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.visitor import PASSWORD, PRIMARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
NAME = "三宅 武"
TITLE = "自動車部品メーカー S/4HANA全社刷新 PMO"
NEED = (
    "旧ECCの保守切れに対応し、国内12拠点の業務標準化を同時に進めています。"
    "統合WBSの管理とベンダー4社の進捗会議の主催、課題の期限管理と部門間調整を任せたい。"
    "2026年11月から、名古屋で週3日出社、残りはリモートです。"
)
DUTIES = """統合WBS・依存関係の管理
ベンダー4社の進捗会議主催
課題の期限管理と部門間調整
移行リハ計画
月次ステコミ資料"""
MUST = (("SAP導入PJのPMまたはPMO3年以上", 3), ("100名規模の進捗管理", None), ("製造業の生産または購買業務知識", None))
NICE = (("S/4HANA移行経験", None), ("PMP", None), ("工場との調整経験", None))


def sign_up(person: Visitor, kind: str, name: str, *, company: str = "") -> str:
    """Sign up, follow the mail in the demo mailbox, and be inside."""
    email = f"{kind}-{person.locale}-{time.time_ns()}@example.jp"
    person.go(f"/sign-up/{kind}")
    person.fill(name=name, email=email, password=PASSWORD)
    if company:
        person.fill(company=company)
    person.submit()
    for _attempt in range(40):
        person.page.goto(f"{person.base}/demo/mailbox?to={email}")
        mail = person.page.locator("main table a").first
        if mail.count():
            break
        time.sleep(0.5)
    person.check()
    with person.page.expect_navigation():
        mail.click()
    person.check()
    with person.page.expect_navigation():
        person.page.locator("main .actions a[data-kind=primary]").first.click()
    person.check()
    person.submit()
    return email


def post_p01(client: Visitor, title: str) -> str:
    """Describe the need, complete the posting, hand it in; return the posting's address."""
    client.go("/engagements/new")
    client.fill(title=title, need=NEED)
    client.submit()
    client.fill(
        industry="industry.automotive", client_size="売上5,000億円・国内12拠点", duties=DUTIES,
        strategic=10, controlling=80, supportive=10, team="社員PM1・PMO3名・ベンダー約120名",
        reports_to="情報システム部長", predecessor="増員のため無し",
        order_rate_max="135万", received_rate_min="１１５万", received_rate_max="1,200,000",
        hours_min=140, hours_max=180, payment_terms="月末締め翌月末払い", start_on="2027-01-06", ends_on="2027-11-30",
        months=11, renewal_note="3か月更新", remote="hybrid", onsite_days=3, prefecture="23", place="名古屋市中区",
        travel="月2回・実費", meetings=2, meeting_note="担当者→部長", answer_days=5, dress="オフィスカジュアル",
        equipment="PC貸与", recruiter_address="愛知県名古屋市中区錦三丁目2番1号 みなとビル8階", openings=2,
    )  # fmt: skip
    client.tick("phases", "phase.design", "phase.migration")
    client.tick("functions", "function.control")
    for group, rows in (("required", MUST), ("preferred", NICE)):
        for at, (text, years) in enumerate(rows):
            client.fill(**{f"{group}__{at}__text": text})
            if years:
                client.fill(**{f"{group}__{at}__years": years})
    client.submit()
    client.press("/submit")
    return client.page.url.removeprefix(client.base)


def fill_profile_of_c2(person: Visitor) -> None:
    """Write C2's profile, section by section, and list it."""
    person.go("/profile/basics")
    person.fill(initials="T.M.", name_kana="ミヤケ タケシ", prefecture="23", city="名古屋市", nearest_station="金山")
    person.submit()
    person.go("/profile/summary")
    person.fill(
        summary="SIer20年（PM）の後に独立6年。製造業のERP導入12件、うちS/4HANA 4件。", self_pr="遅れは先に出す。"
    )
    person.submit()
    person.go("/profile/strengths")
    person.fill(strategic=0, controlling=80, supportive=20, industries__0__industry="industry.automotive")
    person.tick("phases", "phase.design", "phase.migration")
    person.submit()
    person.go("/profile/skills")
    rows = (("SAP導入", "A", 18), ("移行リハーサル", "A", 10), ("ベンダー管理", "A", 15))
    for at, (concept, level, years) in enumerate(rows):
        person.fill(**{f"skills__{at}__concept": concept, f"skills__{at}__level": level})
        person.fill(**{f"skills__{at}__years": years})
    person.submit()
    person.go("/profile/certifications")
    person.fill(certifications__0__name="PMP", certifications__0__obtained_year=2011)
    person.submit()
    person.go("/profile/projects/new")
    person.fill(
        title="部品メーカー 統合PMO", employer="三河テクノ株式会社", employer_mask="大手部品メーカー", began="2024-01",
        ended="2026-08", industry="industry.automotive", headcount=110, role="統合PMO",
        tasks="12拠点・ベンダー110名の進捗管理と課題管理、移行リハーサル3回",
        results="課題430件の滞留を平均21日から6日に短縮",
    )  # fmt: skip
    person.submit()
    person.go("/profile/wishes")
    person.fill(rate="115万", days_min=5, days_max=5, available_from="2026-12-01", onsite_days=3)
    person.tick("remote", "full", "hybrid")
    person.tick("work_prefectures", "23")
    person.submit()
    person.go("/profile")
    person.press("/profile/list")


def test_a_form_sent_while_its_draft_is_on_its_way_loses_no_race(visit: Callable[..., Visitor]) -> None:
    client = visit("ja")
    sign_up(
        client, "company", "下田 直", company="下書き精機テスト株式会社"
    )  # the demo's client keeps its list as it is
    client.go("/engagements/new")
    client.fill(title=f"{TITLE} 下書きと送信", need=NEED)
    client.submit()
    held: list[Any] = []

    def hold(route: Route) -> None:
        """Let the draft reach the server, and keep its answer back."""
        if route.request.headers.get("x-autosave"):
            held.append((route, route.fetch()))
        else:
            route.continue_()

    client.page.route("**/*", hold)
    client.fill(duties=DUTIES)
    while not held:
        client.page.wait_for_timeout(100)
    client.page.locator(PRIMARY).first.click(no_wait_after=True)
    client.page.wait_for_timeout(300)
    with client.page.expect_response(lambda answer: answer.request.is_navigation_request()) as sent:
        held[0][0].fulfill(response=held[0][1])
    assert sent.value.status in {200, 303}, sent.value.status
    assert sent.value.request.method == "POST"


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_from_a_need_to_an_application(visit: Callable[..., Visitor], locale: str) -> None:
    client, advisor, consultant = visit(locale), visit(locale), visit(locale)
    title = f"{TITLE} {locale}{time.time_ns() % 1_000_000}"
    sign_up(client, "company", "中川 美奈", company="みなと精機テスト株式会社")
    posting = post_p01(client, title)

    advisor.sign_in("advisor@demo.example.jp")
    advisor.go("/desk")
    advisor.submit(advisor.page.locator("main a", has_text=title).first)
    advisor.press("/publish")

    sign_up(consultant, "consultant", NAME)
    fill_profile_of_c2(consultant)
    consultant.go("/engagements?q=SAP+進捗管理+名古屋")
    consultant.submit(consultant.page.locator("main a", has_text=title).first)
    met = consultant.page.locator("main .requirements li[data-met=yes]").all_inner_texts()
    assert any("SAP導入PJ" in text for text in met), met
    consultant.go(consultant.page.url + "/apply")
    consultant.fill(message="同規模の移行で統合計画の管理を担当しました。", start_on="2027-01-06", consent=True)
    consultant.submit()
    consultant.sees(title)

    client.go(posting.replace("/manage", "/candidates"))
    client.sees(NAME)
    client.submit(client.page.locator("main a", has_text=NAME).first)
    client.sees("大手部品メーカー", NAME)
    client.does_not_see("三河テクノ")


def test_matches_are_computed_and_explained(visit: Callable[..., Visitor]) -> None:
    person = visit("ja")
    sign_up(person, "consultant", NAME)
    fill_profile_of_c2(person)
    for _attempt in range(60):
        person.page.goto(f"{person.base}/engagements?sort=match")
        if person.page.locator("main .posting .score").count():
            break
        time.sleep(0.5)
    person.check()
    first = person.page.locator("main .posting").first.inner_text()
    assert "S/4HANA" in first
    assert re.search(r"必須|業界|PMO型|スキル", first)
