"""The people of a card in talks, signed in by the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.pipeline.states import ApplicationState
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.pipeline import make_posting

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


@pytest.fixture
def advisor(client: PageClient) -> User:
    del client
    return make_advisor()


@pytest.fixture
def owner(client: PageClient) -> User:
    del client
    return make_client(company=make_company(name="発注精機株式会社"))


@pytest.fixture
def posting(owner: User) -> Engagement:
    assert owner.membership is not None
    return make_posting(owner.membership.company)
