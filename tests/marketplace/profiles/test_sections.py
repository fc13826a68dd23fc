"""Editing by section over HTTP: typed as people type, and read back as it was meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import html5lib
import pytest

from marketplace.db import db
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import BusinessForm, InvoiceStatus, Visibility
from tests.factories.accounts import make_company
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.profiles.sending import saved, typed_in

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.profiles.models import Consultant, PastProject
    from tests.conftest import PageClient


def test_japanese_typing_is_understood(client: PageClient, me: Consultant) -> None:
    consultant = saved(
        client, me, "wishes",
        rate="１１５万", days_min="２", days_max="３", available_from="2026年10月1日", remote=["full", "hybrid"],
        onsite_days="１", work_prefectures=["13", "14"], no_gos="常駐週4以上\r\n\r\n深夜常時対応\n",
    )  # fmt: skip
    assert (consultant.rate, consultant.days_min, consultant.days_max) == (1_150_000, 2, 3)
    assert consultant.available_from == date(2026, 10, 1)
    assert consultant.no_gos == ["常駐週4以上", "深夜常時対応"]
    assert consultant.onsite_days == 1
    consultant = saved(client, me, "basics", initials="ｋ．ｓ．", name_kana="ｸｼﾞｮｳ ｱﾔ", prefecture="13")
    assert (consultant.initials, consultant.name_kana) == ("K.S.", "クジョウ アヤ")


def test_remote_alone_needs_no_day_on_site(client: PageClient, me: Consultant) -> None:
    assert saved(client, me, "wishes", remote=["full"], onsite_days="3").onsite_days == 0


def test_skills_are_resolved_by_the_vocabulary(client: PageClient, me: Consultant) -> None:
    rows = [
        {"concept": "リスク管理", "level": "A", "years": "１０", "last_used": "2026"},
        {"concept": "risk management", "level": "B"},
        {"concept": "ＳＡＰ導入ＰＭ", "level": "A", "years": "18"},
        {"note": "生成AI活用の業務設計", "level": "C", "years": "1"},
        {"note": "折り紙の師範", "level": "C"},
        {"concept": "", "note": "", "level": "", "years": "", "last_used": ""},
    ]
    skills = saved(client, me, "skills", skills=rows).skills
    assert [(s.concept, s.level.value, s.years) for s in skills] == [
        ("skill.risk_management", "A", 10),
        ("skill.risk_management", "B", None),
        ("skill.sap_implementation", "A", 18),
        ("skill.generative_ai", "C", 1),
        ("", "C", None),
    ]
    assert skills[4].note == "折り紙の師範"
    page = typed_in(client.get("/profile/skills"))
    assert page["skills-0-concept"] == "リスク管理"
    assert page["skills-0-key"] == str(skills[0].id)
    assert sum(1 for name in page if name.endswith("-concept")) == 5 + 3


def test_rows_are_removed_by_checkbox(client: PageClient) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    typed = typed_in(client.get("/profile/certifications"))
    form = {name: value for name, value in typed.items() if not name.endswith("-remove")}
    form["certifications-0-remove"] = "y"
    assert client.post("/profile/certifications", data=form).status_code == 303
    db.session.expire_all()
    left = whole_profile(consultant).certifications
    assert [row.name for row in left] == ["SAP Certified Associate", "IPA プロジェクトマネージャ"]
    assert left[0].verified_at is not None, "what was not touched stays checked"


ROWS = ("strengths", "skills", "certifications", "languages", "capacity", "recommendations")


@pytest.mark.parametrize("section", ROWS)
def test_sending_a_page_back_unchanged_changes_nothing(client: PageClient, section: str) -> None:
    consultant = make_listed_consultant()
    before = _content(consultant)
    client.sign_in(consultant.user)
    page = client.get(f"/profile/{section}")
    form: dict[str, Any] = {name: value for name, value in typed_in(page).items() if not name.endswith("-remove")}
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    boxes = [each for each in tree.iter("input") if each.get("type") == "checkbox"]
    for name in {each.get("name") for each in boxes}:
        form[name] = [each.get("value") for each in boxes if each.get("name") == name and "checked" in each.attrib]
    assert client.post(f"/profile/{section}", data=form).status_code == 303
    db.session.expire_all()
    assert _content(whole_profile(consultant)) == before


def _content(consultant: Consultant) -> list[Any]:
    lists = ("skills", "certifications", "industries", "languages", "commitments", "recommendations")
    rows = [(name, row) for name in lists for row in getattr(consultant, name)]
    return [
        *((name, {c.key: getattr(row, c.key) for c in type(row).__table__.columns}) for name, row in rows),
        consultant.functions, consultant.phases, consultant.tools, consultant.type_mix, consultant.free_days,
    ]  # fmt: skip


def _project(client: PageClient, me: Consultant, path: str, **fields: Any) -> PastProject:
    consultant = saved(client, me, path, **{"industry": "", **fields})
    return next(row for row in consultant.projects if row.title == fields["title"])


def test_projects_are_written_and_changed(client: PageClient, me: Consultant) -> None:
    row = _project(
        client, me, "projects/new",
        title="統合PMO", employer="みなと精機", employer_mask="大手", began="２０２４年４月", ended="2026/7",
        headcount="１１０", budget="380000万", tools="Jira、自社台帳, MS Project", phases=["phase.design"],
    )  # fmt: skip
    assert (row.began, row.ended, row.years_only) == (date(2024, 4, 1), date(2026, 7, 1), False)
    assert (row.headcount, row.budget) == (110, 3_800_000_000)
    assert row.tools == ["tool.jira", "自社台帳", "tool.ms_project"]
    identity: UUID = row.id
    row = _project(client, me, f"projects/{identity}", title="統合PMO", began="2014", ended="2022")
    assert (row.id, row.years_only, row.ended) == (identity, True, date(2022, 12, 1))
    kept = typed_in(client.get(f"/profile/projects/{identity}"))
    assert (kept["began"], kept["ended"], kept["headcount"]) == ("2014", "2022", "")
    assert "2014年〜2022年" in client.get("/profile").text
    assert client.post(f"/profile/projects/{identity}/remove").status_code == 303
    assert whole_profile(me).projects == []


def test_c4_of_the_trade_fits(client: PageClient, me: Consultant) -> None:
    """Every field of a real skill sheet: 参謀型/推進型, GxP, three languages, a reservation, two blocked companies."""
    make_company(name="競合CRO一株式会社")
    saved(
        client, me, "basics",
        initials="M.L.", prefecture="28", city="西宮市", nearest_station="西宮",
        age_band="30代後半", background="台湾出身、永住者",
    )  # fmt: skip
    saved(client, me, "summary", summary="製薬GxPのPMO。", self_pr="文化差を議事録の書き方で吸収する。")
    saved(
        client, me, "strengths", strategic="50", controlling="50", supportive="",
        functions=["function.governance"], phases=["phase.requirements"],
        industries=[{"industry": "industry.pharmaceutical", "years": "12"}],
    )  # fmt: skip
    skills = [("CSV/GxP", "A", "9"), ("グローバルガバナンス", "A", "7"), ("Veeva", "B", "4"), ("リスク管理", "A", "")]
    saved(client, me, "skills", skills=[{"concept": c, "level": level, "years": years} for c, level, years in skills])
    names = [("PMP", "2018"), ("PgMP", "2024"), ("ISPE会員", "")]
    saved(client, me, "certifications", certifications=[{"name": n, "obtained_year": year} for n, year in names])
    languages = [("en", "C1"), ("zh", "native"), ("ja", "N1")]
    saved(
        client, me, "languages",
        languages=[{"language": code, "level": level} for code, level in languages],
        tools="Veeva Vault、Jira、Confluence",
    )  # fmt: skip
    saved(
        client, me, "wishes",
        rate="170万", days_min="3", days_max="3", available_from="2026-12-01", remote=["full"],
        hours_note="夜間会議 月6回まで",
    )  # fmt: skip
    reserved = {"label": "内定調整中", "state": "tentative", "days": "3", "until": "2026-11-10"}
    saved(client, me, "capacity", commitments=[reserved], free_days="3")
    saved(client, me, "visibility", visibility="clients", blocked_companies="競合CRO一株式会社\n競合CRO二")
    saved(
        client, me, "business",
        business_form="individual", invoice_status="registered", invoice_number="t８９００-０００００-０００１",
    )  # fmt: skip
    recommendations = [{"by": f"推薦者{n}", "language": "en", "text": "Excellent."} for n in range(3)]
    recommendations.append({"by": "推薦者", "language": ""})
    saved(client, me, "recommendations", recommendations=recommendations)
    saved(
        client, me, "projects/new",
        title="臨床データ基盤のグローバルPMO", employer_mask="大手製薬", began="2023年2月", ended="2026年8月",
        industry="industry.pharmaceutical", headcount="50", budget="75000万", sites="日米欧", role="グローバルPMO",
        results="承認待ち18日→7日、査察指摘0件",
    )  # fmt: skip
    assert client.post("/profile/list").status_code == 303
    db.session.expire_all()
    whole = whole_profile(me)
    assert whole.type_mix == (50, 50, 0)
    assert [row.concept for row in whole.certifications] == ["cert.pmp", "cert.pgmp", "cert.ispe"]
    assert [(row.language, row.level) for row in whole.languages] == languages
    assert whole.tools == ["tool.veeva", "tool.jira", "tool.confluence"]
    assert (whole.business_form, whole.invoice_status) == (BusinessForm.INDIVIDUAL, InvoiceStatus.REGISTERED)
    assert whole.invoice_number == "T8900000000001"
    assert [bool(row.company_id) for row in whole.blocked_companies] == [True, False]
    assert whole.visibility is Visibility.CLIENTS
    assert len(whole.recommendations) == 4
    assert whole.commitments[0].until == date(2026, 11, 10)
