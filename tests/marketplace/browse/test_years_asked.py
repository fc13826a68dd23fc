"""Years of a requirement are told once: by its own words, or behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.engagements.models import Requirement
from tests.factories.accounts import make_client
from tests.factories.pipeline import make_posting

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.mark.parametrize(
    ("text", "years", "told"),
    [
        ("PMO3年以上", 3, []),
        ("PMOの経験", 3, ["（3年以上）"]),
        ("R3の導入", 3, ["（3年以上）"]),
        ("PMO for 3 years", 3, []),
        ("PMOの実務", None, []),
        ("PMO５年以上の経験", 5, []),
        ("5+ years as a PMO", 5, []),
        ("2023年以降の大規模PMO", 3, ["（3年以上）"]),
        ("13年以上続くPMO", 3, ["（3年以上）"]),
    ],
)
def test_years_are_told_once(
    client: PageClient, session: Session, text: str, years: int | None, told: list[str]
) -> None:
    posting = make_posting()
    posting.requirements = [Requirement(position=0, required=True, text=text, concepts=[], years=years)]
    session.commit()
    pages = [client.get(f"/engagements/{posting.id}").text]
    client.sign_in(make_client(company=posting.company))
    pages.append(client.get(f"/engagements/{posting.id}/manage").text)
    for page in pages:
        assert text in page
        assert page.count("（3年以上）") == len(told)


def test_what_is_read_from_a_requirement_is_said_where_it_says_more(client: PageClient, session: Session) -> None:
    posting = make_posting()
    posting.requirements = [
        Requirement(position=0, required=True, text="PMP", concepts=["cert.pmp"], years=None),
        Requirement(position=1, required=True, text="PMP保有者", concepts=["cert.pmp"], years=None),
    ]
    session.commit()
    client.sign_in(make_client(company=posting.company))
    page = client.get(f"/engagements/{posting.id}/manage").text
    assert page.count('<span class="small quiet">PMP</span>') == 1
