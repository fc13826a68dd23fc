"""Nothing that names a person, an employer or a way to reach them is in the files without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.i18n import in_locale
from marketplace.profiles.models import Certification, LanguageSkill, PastProject, Skill
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.sheet import profile_sheet
from marketplace.profiles.states import SkillLevel
from marketplace.sheets.content import document
from marketplace.sheets.files import sheet_file
from marketplace.sheets.states import ViewKind
from tests.factories.accounts import make_consultant_user
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.sheets.reading import pdf_text, xlsx_text

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.profiles.models import Consultant

NAME = "九条院 彩芽"
SECRETS = (
    "九条院", "彩芽", "クジョウイン", "アヤメ", "kujoin", "1112", "3333", "極秘精機", "secret-site", "secret-number",
    "secret-city", "secret-origin", "T8900000000001",
)  # fmt: skip
TELLING = (
    "九条院彩芽です。くじょういん あやめ。前職は極秘精機株式会社、"
    "kujoin.secret@mail.example、電話 ０９０−１１１２−３３３３、"
    "https://secret-site.example/ T8900000000001"
)


@pytest.fixture
def telling(app: Flask) -> Consultant:
    del app
    consultant = make_listed_consultant(
        make_consultant_user(name=NAME, email="kujoin.secret@mail.example"),
        name_kana="クジョウイン アヤメ",
        phone="090-1112-3333",
        city="secret-city",
        background="secret-origin",
        summary=f"統合PMO。{TELLING}",
        self_pr=TELLING,
        rate_note=TELLING,
        tools=["極秘精機の台帳"],
        skills=[Skill(concept="", note=TELLING, level=SkillLevel.B)],
        certifications=[Certification(name=f"社内資格 {TELLING}", number="secret-number")],
        languages=[LanguageSkill(language="en", level="C1", note=TELLING)],
        projects=[
            PastProject(
                title=TELLING, employer="極秘精機株式会社", role=TELLING, tasks=TELLING, results=TELLING, sites=TELLING
            )
        ],
    )
    return whole_profile(consultant)


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("kind", [ViewKind.PDF, ViewKind.XLSX])
def test_files_without_a_name_leak_nothing(telling: Consultant, locale: str, kind: ViewKind) -> None:
    with in_locale(locale):
        made = sheet_file(document(profile_sheet(telling, named=False)), kind)
    text = (pdf_text if kind is ViewKind.PDF else xlsx_text)(made.content).casefold()
    assert "統合pmo" in text
    assert [secret for secret in SECRETS if secret.casefold() in text] == []
    assert [secret for secret in SECRETS if not secret.isdigit() and secret.encode() in made.content] == []
    assert NAME not in made.name


@pytest.mark.parametrize("kind", [ViewKind.PDF, ViewKind.XLSX])
def test_files_with_the_name_add_the_name_only(telling: Consultant, kind: ViewKind) -> None:
    made = sheet_file(document(profile_sheet(telling, named=True)), kind)
    text = (pdf_text if kind is ViewKind.PDF else xlsx_text)(made.content)
    plain = NAME.replace(" ", "")
    assert plain in text
    assert [secret for secret in SECRETS if secret in text.replace(plain, "")] == []
