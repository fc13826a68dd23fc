"""Uploading and deciding, as a person does it: only what is accepted reaches the profile."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.imports.models import ProfileImport
from marketplace.imports.states import ImportState
from marketplace.profiles.models import Consultant, Skill
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import SkillLevel
from tests.factories.accounts import make_advisor
from tests.factories.imports import make_import
from tests.factories.profiles import make_consultant, make_listed_consultant
from tests.marketplace.imports import documents
from tests.marketplace.imports.decided import number, shown_fields, the_import, upload

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_a_document_becomes_proposals_and_nothing_else(client: PageClient, consultant: Consultant) -> None:
    content = documents.docx()
    answer = upload(client, content, "../職務経歴書\u202e.docx")
    kept = the_import()
    assert answer.status_code == 303
    assert answer.location.endswith(f"/imports/{kept.id}")
    assert (kept.file_name, kept.sha256) == ("職務経歴書.docx", hashlib.sha256(content).hexdigest())
    assert (kept.consultant_id, kept.by_id, kept.state) == (consultant.id, consultant.user_id, ImportState.PROPOSED)
    fresh = whole_profile(consultant)
    assert (fresh.phone, fresh.summary, fresh.skills, fresh.projects, fresh.rate) == ("", "", [], [], None)
    page = client.get(answer.location).text
    assert "令和3年4月〜令和5年3月" in page
    assert "・課題管理（10年）" in page
    assert "行目" in page
    assert 'value="accept" checked' not in page
    assert kept.file_name in client.get("/profile/import").text


def test_only_what_is_accepted_is_saved_and_a_correction_is_kept(client: PageClient, consultant: Consultant) -> None:
    upload(client, documents.docx(), "a.docx")
    kept = the_import()
    path = f"/imports/{kept.id}"
    page = client.get(path).text
    phone, rate = number(kept, "basics", "phone"), number(kept, "wishes", "rate")
    skill = number(kept, "skill", "concept", "skill.issue_management")
    project, licence = number(kept, "project"), number(kept, "certification", "obtained_year", 1999)
    tool = number(kept, "tool", "term", "tool.sap")
    data: dict[str, Any] = {}
    for each in (phone, rate, skill, project, licence, tool):
        data |= shown_fields(page, each) | {f"p{each}-decision": "accept"}
    data |= {f"p{licence}-decision": "skip", f"p{rate}-rate": "１３０万", f"p{skill}-level": "B"}
    data |= {f"p{project}-employer_mask": "大手部品メーカー"}
    answer = client.post(path, data=data)
    assert answer.status_code == 303
    assert answer.location.endswith(path)  # more is left to decide
    profile = whole_profile(consultant)
    assert (profile.phone, profile.rate, profile.summary, profile.name_kana) == ("090-1234-5678", 1_300_000, "", "")
    assert [(each.concept, each.level, each.years) for each in profile.skills] == [
        ("skill.issue_management", SkillLevel.B, 10)
    ]
    assert profile.certifications == []
    assert profile.tools == ["tool.sap"]
    (made,) = profile.projects
    assert (made.title, made.employer, made.employer_mask) == (
        "S/4HANA全社刷新",
        "株式会社みなと精機",
        "大手部品メーカー",
    )
    assert (made.began, made.ended, made.headcount) == (date(2021, 4, 1), date(2023, 3, 1), 120)
    assert made.tasks == "・進捗会議の主催\n・切替リハーサルの計画"
    assert made.tools == ["tool.sap", "tool.ms_project", "独自ツールX"]
    decisions = {each["id"]: each["decision"] for each in the_import().proposals}
    assert [decisions[each] for each in (phone, rate, skill, licence, tool)] == [
        "accepted", "corrected", "corrected", "skipped", "accepted",
    ]  # fmt: skip
    assert the_import().state is ImportState.PROPOSED
    events = db.session.scalars(select(AuditEntry.event)).all()
    assert {"document read into proposals", "profile section saved", "document's proposals decided"} <= set(events)


def test_when_everything_is_decided_it_is_done(client: PageClient, consultant: Consultant) -> None:
    kept = make_import(consultant)
    path = f"/imports/{kept.id}"
    answer = client.post(path, data={f"p{each['id']}-decision": "skip" for each in kept.proposals})
    assert (answer.status_code, answer.location) == (303, "/profile")
    assert the_import().state is ImportState.DONE
    assert "すべて確認済み" in client.get(path).text
    assert client.post(path).status_code == 409
    assert kept.file_name not in client.get("/profile/import").text


def test_a_skill_without_a_level_asks_for_it_and_nothing_is_saved(client: PageClient, consultant: Consultant) -> None:
    kept = make_import(consultant)
    page = client.get(f"/imports/{kept.id}").text
    skill, rate = number(kept, "skill"), number(kept, "wishes", "rate")
    data = shown_fields(page, skill) | shown_fields(page, rate)
    answer = client.post(
        f"/imports/{kept.id}", data=data | {f"p{skill}-decision": "accept", f"p{rate}-decision": "accept"}
    )
    assert answer.status_code == 422
    assert "水準を選んで" in answer.text
    assert "リスク管理" in answer.text
    assert whole_profile(consultant).rate is None
    assert all(each["decision"] == "" for each in the_import().proposals)


def test_choosing_nothing_says_so(client: PageClient, consultant: Consultant) -> None:
    answer = client.post(f"/imports/{make_import(consultant).id}")
    assert answer.status_code == 422
    assert "少なくとも1件" in answer.text


def test_what_is_there_already_stays_and_is_not_proposed_again(client: PageClient) -> None:
    consultant = make_listed_consultant()
    before = [(each.id, each.concept, each.level) for each in consultant.skills]
    checked = [each.verified_at for each in consultant.certifications]
    client.sign_in(consultant.user)
    upload(
        client,
        documents.text("・ベンダー管理 A\n・リスク管理 A\n希望単価：130万円\n資格：PMP、CAPM\n希望単価：115万円"),
        "a.txt",
    )
    kept = the_import()
    said = [{"kind": each["kind"], **each["values"]} for each in kept.proposals]
    assert {"kind": "skill", "concept": "skill.risk_management", "level": "A", "years": None} in said
    assert [each for each in said if "skill.vendor_management" in each.values() or "PMP" in each.values()] == []
    page = client.get(f"/imports/{kept.id}").text
    assert "現在の登録内容：115万円" in page
    data: dict[str, Any] = {}
    for each in kept.proposals:
        data |= shown_fields(page, each["id"]) | {f"p{each['id']}-decision": "accept"}
    assert client.post(f"/imports/{kept.id}", data=data).status_code == 303
    profile = whole_profile(consultant)
    assert [(each.id, each.concept, each.level) for each in profile.skills[:-1]] == before
    assert profile.skills[-1].concept == "skill.risk_management"
    assert [each.verified_at for each in profile.certifications[:-1]] == checked
    assert profile.rate == 1_300_000
    assert [each["decision"] for each in the_import().proposals] == ["accepted"] * len(kept.proposals)


def test_a_document_that_says_nothing_new_is_told_so(client: PageClient, consultant: Consultant) -> None:
    consultant.skills = [Skill(concept="skill.risk_management", level=SkillLevel.A)]
    db.session.commit()
    for words in ("リスク管理", "吾輩は猫である。"):
        answer = upload(client, documents.text(words), "a.txt")
        assert answer.status_code == 422
        assert "見つかりませんでした" in answer.text
    assert db.session.scalar(select(func.count()).select_from(ProfileImport)) == 0


def test_discarding_forgets_what_was_read(client: PageClient, consultant: Consultant) -> None:
    kept = make_import(consultant)
    assert client.post(f"/imports/{kept.id}/discard").location == "/profile"
    assert (the_import().state, the_import().proposals) == (ImportState.DISCARDED, [])
    assert client.post(f"/imports/{kept.id}/discard").status_code == 409
    assert client.post(f"/imports/{kept.id}").status_code == 409


def test_staff_fills_a_profile_and_the_person_may_decide(client: PageClient) -> None:
    consultant, advisor = make_consultant(), make_advisor()
    client.sign_in(advisor)
    assert f"/consultants/{consultant.id}/import" in client.get(f"/consultants/{consultant.id}").text
    answer = upload(client, documents.xlsx(), "sheet.xlsx", f"/consultants/{consultant.id}/import")
    assert answer.status_code == 303
    kept = the_import()
    assert (kept.by_id, kept.consultant_id) == (advisor.id, consultant.id)
    station = number(kept, "basics", "nearest_station")
    page = client.get(answer.location).text
    assert "スキルシート" in page
    data = shown_fields(page, station) | {f"p{station}-decision": "accept"}
    assert client.post(answer.location, data=data).status_code == 303
    assert whole_profile(consultant).nearest_station == "金山"
    client.sign_in(consultant.user)
    rate = number(kept, "wishes", "rate")
    data = shown_fields(page, rate) | {f"p{rate}-decision": "accept"}
    assert client.post(answer.location, data=data).status_code == 303
    assert whole_profile(consultant).rate == 1_150_000


def test_markup_in_a_document_is_text_on_the_page(client: PageClient, consultant: Consultant) -> None:
    del consultant
    answer = upload(client, documents.text("資格：<script>alert(1)</script>検定\n自己PR：<b>強い</b>"), "a.txt")
    page = client.get(answer.location).text
    assert "<script>alert" not in page
    assert "&lt;b&gt;強い&lt;/b&gt;" in page
