"""Appeals: asked with the explanation attached, answered by an advisor, and nothing that the company can see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from marketplace.appeals.forms import LONGEST
from marketplace.appeals.models import Appeal
from marketplace.appeals.operations import (
    AlreadyOpen,
    NotOpen,
    answer_appeal,
    explanation_of,
    open_appeal,
    withdraw_appeal,
)
from marketplace.appeals.routes import APPEALS
from marketplace.appeals.states import AppealState, Ground, Outcome
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.desk.queue import queue_for
from marketplace.errors import Invalid
from marketplace.outbox import Message
from marketplace.shortlist.operations import rank_consultant
from marketplace.shortlist.queries import match_of
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_client
from tests.factories.appeals import plain_appeal
from tests.factories.pipeline import make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def advisor(session: Session) -> User:
    del session
    return make_advisor()


@pytest.fixture
def posting(session: Session) -> Engagement:
    del session
    return make_posting()


@pytest.fixture
def consultant(advisor: User) -> Consultant:
    return make_listed_consultant(advisor_id=advisor.id)


def told(session: Session, user: User) -> list[str]:
    return list(session.scalars(select(Message.template).where(Message.user_id == user.id)))


def test_an_appeal_carries_the_explanation_as_it_stood(
    session: Session, posting: Engagement, consultant: Consultant
) -> None:
    rank_consultant(consultant.id)
    session.commit()
    match = match_of(consultant, posting)
    assert match is not None
    before = match.score
    appeal = open_appeal(consultant, posting, Ground.FACT, "", by=consultant.user)
    match.score, match.reasons = 1, []
    session.commit()
    session.expire_all()
    assert appeal.explanation["score"] == before
    assert appeal.explanation["reasons"]
    assert appeal.explanation["advice"] is not None
    assert set(appeal.explanation) >= {"model", "ranked_at", "eligible", "excluded_by"}
    assert explanation_of(None) == {}


def test_the_advisor_has_a_line_and_a_notice_and_the_company_nothing(
    session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    owner, other = make_client(company=posting.company), make_advisor()
    posting.company.advisor_id = other.id
    appeal = open_appeal(consultant, posting, Ground.OTHER, "年数が違います。", by=consultant.user)
    session.commit()
    (line,) = queue_for(advisor, mine=True, kinds=["appeal"])
    assert (line.endpoint, line.subject_id, line.company_id) == ("appeals.show", appeal.id, None)
    assert now() < line.due < now() + timedelta(days=8)
    assert queue_for(other, mine=True, kinds=["appeal"]) == []
    assert "appeals/opened" in told(session, advisor)
    assert told(session, owner) == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == appeal.id)).one()
    assert (entry.event, entry.facts) == ("appeal opened", {"ground": "other"})


def test_where_nobody_is_named_every_advisor_is_told(session: Session, posting: Engagement, advisor: User) -> None:
    away = make_advisor(active=False)
    for named in (None, away):
        consultant = make_listed_consultant(advisor_id=named and named.id)
        before = told(session, advisor)
        open_appeal(consultant, posting, Ground.FACT, "", by=consultant.user)
        session.commit()
        assert told(session, advisor) == [*before, "appeals/opened"]
    assert told(session, away) == []
    assert [each.endpoint for each in queue_for(advisor, mine=True, kinds=["appeal"])] == ["appeals.show"] * 2


def test_one_waits_at_a_time(session: Session, posting: Engagement, consultant: Consultant, advisor: User) -> None:
    first = open_appeal(consultant, posting, Ground.FACT, "", by=consultant.user)
    session.flush()
    with pytest.raises(AlreadyOpen):
        open_appeal(consultant, posting, Ground.FACT, "", by=consultant.user)
    answer_appeal(first, Outcome.DECLINED, "条件どおりです。", by=advisor)
    session.flush()
    open_appeal(consultant, posting, Ground.FACT, "", by=consultant.user)
    session.flush()
    with pytest.raises(sa.exc.IntegrityError):
        plain_appeal(consultant, posting)


def test_something_else_must_be_said(posting: Engagement, consultant: Consultant) -> None:
    with pytest.raises(Invalid) as refused:
        open_appeal(consultant, posting, Ground.OTHER, "  ", by=consultant.user)
    assert set(refused.value.errors) == {"words"}


def test_an_answer_needs_words_and_comes_once(
    session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    appeal = open_appeal(consultant, posting, Ground.FACT, "", by=consultant.user)
    session.flush()
    with pytest.raises(Invalid):
        answer_appeal(appeal, Outcome.ACCEPTED, " ", by=advisor)
    answer_appeal(appeal, Outcome.ACCEPTED, "年数を直しました。", by=advisor)
    session.flush()
    assert (appeal.state, appeal.outcome, appeal.answered_by) == (AppealState.ANSWERED, Outcome.ACCEPTED, advisor)
    assert "appeals/answered" in told(session, consultant.user)
    assert queue_for(advisor, mine=True, kinds=["appeal"]) == []
    with pytest.raises(NotOpen):
        withdraw_appeal(appeal, by=consultant.user)
    with pytest.raises(NotOpen):
        answer_appeal(appeal, Outcome.DECLINED, "やはり", by=advisor)


def test_a_consultant_asks_reads_and_withdraws(
    client: PageClient, session: Session, posting: Engagement, consultant: Consultant
) -> None:
    make_match(posting, consultant)
    client.sign_in(consultant.user)
    assert f"/engagements/{posting.id}/appeal" in client.get(f"/engagements/{posting.id}").text
    path = f"/engagements/{posting.id}/appeal"
    assert "2営業日以内" in client.get(path).text
    refused = client.post(path, data={"ground": "other", "words": " "})
    assert refused.status_code == 422
    assert "どこが違うのか" in refused.text
    assert client.post(path, data={"ground": "", "words": "x"}).status_code == 422
    assert client.post(path, data={"ground": "fact", "words": "あ" * (LONGEST + 1)}).status_code == 422
    done = client.post(path, data={"ground": "fact", "words": "終了日が古い。"})
    assert done.status_code == 303
    appeal = session.scalars(select(Appeal)).one()
    assert done.location.endswith(f"/appeals/{appeal.id}")
    assert client.post(path, data={"ground": "fact", "words": ""}).status_code == 409
    assert client.get(path).status_code == 303  # to the one that waits
    page = client.get(f"/appeals/{appeal.id}").text
    assert "終了日が古い。" in page
    assert "アドバイザー確認待ち" in page
    assert posting.title in client.get("/appeals").text
    assert f"/appeals/{appeal.id}" in client.get(f"/engagements/{posting.id}").text
    assert client.post(f"/appeals/{appeal.id}/withdraw").status_code == 303
    assert client.post(f"/appeals/{appeal.id}/withdraw").status_code == 409
    session.expire_all()
    assert appeal.state is AppealState.WITHDRAWN
    assert client.get(path).status_code == 200


def test_an_advisor_answers_and_the_consultant_reads_it(
    client: PageClient, session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    make_match(posting, consultant)
    appeal = open_appeal(consultant, posting, Ground.EVIDENCE, "職務経歴②", by=consultant.user)
    session.commit()
    client.sign_in(advisor)
    assert f"/appeals/{appeal.id}" in client.get("/desk?kind=appeal").text
    assert posting.title in client.get("/desk/appeals").text
    assert "職務経歴②" in client.get(f"/appeals/{appeal.id}").text
    path = f"/appeals/{appeal.id}/answer"
    assert client.post(path, data={"outcome": "accepted", "answer": ""}).status_code == 422
    assert client.post(path, data={"outcome": "accepted", "answer": "直しました。"}).status_code == 303
    late = client.post(path, data={"outcome": "declined", "answer": "遅れました。"})
    assert late.status_code == 409
    assert "直しました。" in late.text
    assert "送信されなかった回答" in late.text
    assert "遅れました。" in late.text
    assert "送信されなかった回答" not in client.get(f"/appeals/{appeal.id}").text
    client.sign_in(consultant.user)
    page = client.get(f"/appeals/{appeal.id}").text
    assert "直しました。" in page
    assert "対応します" in page
    panel = client.get(f"/engagements/{posting.id}").text
    assert "見直しの依頼：回答済み</a></p>" in panel  # the link to ask again stands in a line of its own
    assert "この内容は違うと思う</a></p>" in panel


def test_nobody_of_the_company_sees_that_somebody_asked(
    client: PageClient, session: Session, posting: Engagement, consultant: Consultant
) -> None:
    match = make_match(posting, consultant)
    appeal = plain_appeal(consultant, posting, words="誰にも見えない言葉")
    session.commit()
    client.sign_in(make_client(company=posting.company))
    assert client.get(f"/appeals/{appeal.id}").status_code == 404
    for path in ("candidates", "manage", "board"):
        page = client.get(f"/engagements/{posting.id}/{path}").text
        assert "見直し" not in page
        assert "誰にも見えない言葉" not in page
    assert "見直し" not in client.get(f"/matches/{match.id}").text
    assert client.get("/appeals").status_code == 403
    assert client.get("/desk/appeals").status_code == 403
    client.sign_in(make_listed_consultant().user)
    assert client.get(f"/appeals/{appeal.id}").status_code == 404


def test_a_list_costs_the_same_however_many_there_are(
    client: PageClient, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    del posting
    counts = []
    client.sign_in(advisor)
    for more in (3, 9):
        for _each in range(more):
            plain_appeal(consultant, make_posting())
        client.get("/desk/appeals")
        with count_queries() as queries:
            client.get("/desk/appeals")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nobody_floods_an_advisor(limited: PageClient) -> None:
    limited.sign_in(make_listed_consultant().user)
    most = int(APPEALS.split()[0])
    posting = make_posting()
    path = f"/engagements/{posting.id}/appeal"
    sent = [limited.post(path, data={"ground": "fact", "words": "x"}).status_code for _each in range(most + 1)]
    assert sent == [303] + [409] * (most - 1) + [429]
