"""One submitted application, and everybody who could come across what is written about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.accounts.states import CompanyRole
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user, make_operator
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application

NAME, COMPANY = "九条院 彩芽", "発注精機株式会社"


class World:
    """The people around one card."""

    def __init__(self) -> None:
        self.advisor, self.operator = make_advisor(), make_operator()
        self.company = make_company(advisor=self.advisor, name=COMPANY)
        self.owner = make_client(company=self.company)
        self.member = make_client(company=self.company, role=CompanyRole.MEMBER)
        self.stranger = make_client()
        account = make_consultant_user(name=NAME, email="kujoin.ayame@mail.example")
        self.profile = make_listed_consultant(account, advisor_id=self.advisor.id, name_kana="クジョウイン アヤメ")
        self.consultant: User = account
        self.other: User = make_listed_consultant().user
        self.posting = make_posting(self.company)
        self.card: Application = make_application(self.posting, self.profile)

    @property
    def page(self) -> str:
        return f"/applications/{self.card.id}"

    def user(self, role: str) -> User:
        """Return one of the people by role."""
        found: User = getattr(self, role)
        return found


@pytest.fixture
def world(app: Flask) -> World:
    del app
    return World()
