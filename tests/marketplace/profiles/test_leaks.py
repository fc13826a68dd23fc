"""Nothing that names a person, an employer or a way to reach them is in what a client reads: searched in the HTML."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now
from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.profiles.models import (
    BlockedCompany,
    Certification,
    Commitment,
    LanguageSkill,
    PastProject,
    Recommendation,
    Skill,
)
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.sheet import profile_sheet
from marketplace.profiles.states import BusinessForm, CommitmentState, InvoiceStatus, SkillLevel
from marketplace.shortlist.models import Match
from marketplace.shortlist.operations import rank_engagement
from tests.factories.accounts import make_client, make_consultant_user
from tests.factories.engagements import make_open
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

NAME = "九条院 彩芽"
SECRETS = (
    "九条院", "彩芽", "クジョウイン", "アヤメ", "kujoin", "1112", "3333", "１１１２",
    "ayame-secret", "secret-city", "secret-station",
    "secret-age", "secret-origin", "secret-commitment", "secret-number", "secret-recommender", "secret-praise",
    "極秘精機", "極秘銀行", "secret-site.example", "T8900000000001", "secret-no-go",
)  # fmt: skip
TELLING = (
    "九条院彩芽です。くじょういん あやめ、KUJOIN Ayame とも書きます。前職は極秘精機（極秘精機株式会社）、"
    "kujoin.ayame-secret@mail.example まで。電話 ０９０−１１１２−３３３３ / 090 1112 3333。"
    "https://secret-site.example/ayame-secret もどうぞ。極秘銀行には内緒。T8900000000001。"
)


@pytest.fixture
def telling(app: Flask) -> Consultant:
    """A profile in which every private field holds a secret, and every text tells all of them."""
    del app
    user = make_consultant_user(name=NAME, email="kujoin.ayame-secret@mail.example")
    return make_listed_consultant(
        user,
        initials="A.K.",
        name_kana="クジョウイン アヤメ",
        phone="090-1112-3333",
        city="secret-city",
        nearest_station="secret-station",
        age_band="secret-age",
        background="secret-origin",
        business_form=BusinessForm.COMPANY,
        invoice_status=InvoiceStatus.REGISTERED,
        invoice_number="T8900000000001",
        summary=f"統合PMO。{TELLING}",
        self_pr=f"遅れは先に出す。{TELLING}",
        rate_note=TELLING,
        hours_note="secret-age",
        travel="secret-city",
        no_gos=["secret-no-go"],
        tools=["tool.jira", "極秘精機のツール"],
        skills=[
            Skill(concept="skill.evm", note=TELLING, level=SkillLevel.A),
            Skill(concept="", note=TELLING, level=SkillLevel.B),
        ],
        certifications=[Certification(name=f"社内資格 {TELLING}", number="secret-number")],
        languages=[LanguageSkill(language="en", level="C1", note=TELLING)],
        projects=[
            PastProject(
                title=f"S/4HANA移行 {TELLING}",
                employer="極秘精機株式会社",
                employer_mask="極秘精機のような大手製造業",
                began=date(2024, 1, 1),
                industry="industry.automotive",
                sites=TELLING,
                role=TELLING,
                tasks=TELLING,
                results=TELLING,
                tools=["極秘精機の台帳"],
            )
        ],
        commitments=[Commitment(label="secret-commitment", state=CommitmentState.PROPOSED)],
        blocked_companies=[BlockedCompany(name="極秘銀行")],
        recommendations=[Recommendation(by="secret-recommender", text="secret-praise", verified_at=now())],
    )


def _shown(page: str) -> str:
    """The page without the frame, in which the reader's own name stands in the menu."""
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_preview_without_consent_leaks_nothing(client: PageClient, telling: Consultant, locale: str) -> None:
    client.sign_in(telling.user)
    client.set_cookie("locale", locale)
    page = _shown(client.get("/profile/preview").text)
    assert "統合PMO" in page
    assert "遅れは先に出す" in page
    assert [secret for secret in SECRETS if secret.casefold() in page.casefold()] == []


def test_match_page_leaks_nothing_to_the_client(client: PageClient, telling: Consultant) -> None:
    owner = make_client()
    rank_engagement(make_open(by=owner).id)
    db.session.commit()
    match = db.session.scalars(select(Match).where(Match.consultant_id == telling.id)).one()
    match.eligible = True
    path = f"/matches/{match.id}"
    db.session.commit()
    client.sign_in(owner)
    for locale in ("ja", "en"):
        client.set_cookie("locale", locale)
        page = client.get(path)
        assert page.status_code == 200
        assert "A.K." in page.text
        assert [secret for secret in SECRETS if secret.casefold() in page.text.casefold()] == []


def test_preview_with_consent_adds_the_name_only(client: PageClient, telling: Consultant) -> None:
    client.sign_in(telling.user)
    page = _shown(client.get("/profile/preview?consent=1").text)
    assert NAME in page
    kept = [secret for secret in SECRETS if secret.casefold() in page.replace(NAME, "").casefold()]
    assert kept == []


def test_sheet_in_every_language_and_form_leaks_nothing(telling: Consultant) -> None:
    whole = whole_profile(telling)
    for locale in ("ja", "en"):
        with in_locale(locale):
            for projects in (None, [], [str(whole.projects[0].id)]):
                said = repr(profile_sheet(whole, named=False, projects=projects)).casefold()
                assert [secret for secret in SECRETS if secret.casefold() in said] == []


def test_projects_not_chosen_are_one_line(telling: Consultant) -> None:
    whole = whole_profile(telling)
    brief = profile_sheet(whole, named=True, projects=[]).projects[0]
    assert brief.brief
    assert brief.industry
    assert (brief.title, brief.employer, brief.role, brief.tasks, brief.results) == ("", "", "", "", "")
    shown = profile_sheet(whole, named=True, projects=[str(whole.projects[0].id)]).projects[0]
    assert not shown.brief
    assert "S/4HANA" in shown.title


def test_days_shown_are_those_still_free(telling: Consultant) -> None:
    telling.days_min, telling.days_max, telling.free_days = 2, 5, 3
    db.session.flush()
    assert profile_sheet(telling, named=False).days == (2, 3)
