"""No reason comes from a fact that its reader may not see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.profiles.models import PastProject
from marketplace.shortlist.models import Match
from marketplace.shortlist.operations import rank_consultant, rank_engagement
from tests.factories.accounts import make_client
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

UNSAID = "凍結した棚卸を三度やり直した"


def project(title: str, tasks: str) -> PastProject:
    return PastProject(
        title=title, employer="極秘精機株式会社", employer_mask="大手製造業", began=date(2024, 1, 1),
        industry="industry.automotive", role="PMO", tasks=tasks,
    )  # fmt: skip


@pytest.mark.parametrize("title", ["基幹刷新", "極秘精機の基幹刷新"])
def test_a_client_reads_no_reason_from_a_project_that_was_not_chosen(
    client: PageClient, session: Session, title: str
) -> None:
    posting = make_posting()
    told = "\n".join(each.text for each in posting.requirements)
    consultant = make_listed_consultant(
        skills=[], tools=[], summary="", self_pr="",
        projects=[project("販売管理", "帳票の整備"), project(title, f"{UNSAID}。{told}")],
    )  # fmt: skip
    rank_engagement(posting.id)
    rank_consultant(consultant.id)
    application = make_application(posting, consultant, projects=[str(consultant.projects[0].id)])
    session.commit()
    match = session.scalars(select(Match).where(Match.consultant_id == consultant.id)).one()
    wheres = {reason["where"] for reason in match.reasons}
    assert any("基幹刷新" in where for where in wheres)
    assert not any("極秘" in reason[locale] for reason in match.reasons for locale in ("ja", "en"))
    client.sign_in(make_client(company=posting.company))
    page = client.get(f"/applications/{application.id}")
    assert page.status_code == 200
    assert "基幹刷新" not in page.text
    assert UNSAID not in page.text


def test_advice_and_reasons_are_of_the_persons_own_profile_and_the_posting_alone(session: Session) -> None:
    posting = make_posting()
    other = make_listed_consultant(summary="ほかの人の秘密の要約")
    consultant = make_listed_consultant()
    rank_consultant(consultant.id)
    session.commit()
    match = session.scalars(select(Match).where(Match.consultant_id == consultant.id)).one()
    told = str(match.reasons) + str(match.advice)
    assert "ほかの人" not in told
    assert posting.company.name not in told
    assert other.user.name not in told
