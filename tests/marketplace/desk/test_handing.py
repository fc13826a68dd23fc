"""Lines handed over to a colleague: all or none, told, audited; and two advisors who act on the same lines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import now, today
from marketplace.desk.handing import hand_over
from marketplace.desk.queue import queue_for
from marketplace.desk.snoozing import snooze
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.pipeline import moves
from marketplace.pipeline.operations import withdraw_application
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


def card_of(advisor: User, *, company_of: User | None = None) -> Application:
    """Add a card that waits for its consultant."""
    posting = make_posting(make_company(advisor=company_of or advisor))
    consultant = make_listed_consultant(advisor_id=advisor.id, identity_verified_at=now())
    card = moves.recommend(posting, consultant, by=advisor)
    moves.ask_consent(card, by=advisor)
    return card


def test_person_and_company_of_a_line_move_and_the_colleague_is_told(client: PageClient, session: Session) -> None:
    advisor, colleague = make_advisor(), make_advisor(name="二宮")
    card = card_of(advisor)
    session.commit()
    client.sign_in(advisor)
    form = {"application": [str(card.id)], "colleague": str(colleague.id), "note": "来週から休みます。"}
    assert client.post("/desk/hand-over?of=mine", data=form).status_code == 303
    session.expire_all()
    assert card.consultant.advisor_id == card.engagement.company.advisor_id == colleague.id
    told = session.scalars(select(Message.template).where(Message.user_id == colleague.id)).all()
    assert "desk/handed_over" in told
    assert "lines handed over" in session.scalars(select(AuditEntry.event)).all()
    assert queue_for(advisor, mine=True) == []


def test_what_another_looks_after_stays(session: Session) -> None:
    advisor, other, colleague = make_advisor(), make_advisor(), make_advisor()
    card = card_of(advisor, company_of=other)
    session.commit()
    assert hand_over({("reply", card.id)}, colleague, "", by=advisor) == 1
    assert card.consultant.advisor_id == colleague.id
    assert card.engagement.company.advisor_id == other.id


def test_an_operator_moves_anybodys(session: Session) -> None:
    card, colleague = card_of(make_advisor()), make_advisor()
    session.commit()
    assert hand_over({("reply", card.id)}, colleague, "", by=make_operator()) == 2


def test_of_two_who_hand_over_the_same_line_the_second_is_told_and_nothing_moves(
    client: PageClient, session: Session
) -> None:
    advisor, first, second = make_advisor(), make_advisor(), make_advisor()
    same, own = card_of(advisor), card_of(advisor)
    session.commit()
    hand_over({("reply", same.id)}, first, "", by=make_operator())
    session.commit()
    client.sign_in(advisor)  # whose page still shows both lines
    form = {"application": [str(same.id), str(own.id)], "colleague": str(second.id)}
    late = client.post("/desk/hand-over", data={**form, "note": "来週から休みます。"})
    assert late.status_code == 409
    assert "来週から休みます。" in late.text
    session.expire_all()
    assert same.consultant.advisor_id == first.id
    assert own.consultant.advisor_id == advisor.id


def test_ones_own_line_far_below_in_the_list_of_all_moves(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    advisor, other, colleague = make_advisor(), make_advisor(), make_advisor()
    card_of(other)
    card = card_of(advisor)
    card.due_at = now() + timedelta(days=30)
    session.commit()
    monkeypatch.setattr("marketplace.desk.queue.MOST", 1)
    assert [item.application_id for item in queue_for(advisor, mine=True)] == [card.id]
    assert hand_over({("reply", card.id)}, colleague, "", by=advisor) == 2


def test_a_line_answered_in_the_meantime_moves_nothing(session: Session) -> None:
    advisor = make_advisor()
    gone, stays = card_of(advisor), card_of(advisor)
    withdraw_application(gone, by=gone.consultant.user, reason="other_work")
    session.commit()
    with pytest.raises(DomainError):
        hand_over({("reply", gone.id), ("reply", stays.id)}, make_advisor(), "", by=advisor)
    assert stays.consultant.advisor_id == advisor.id


def test_a_colleagues_snooze_hides_nothing_from_the_one_who_takes_over(session: Session) -> None:
    advisor, colleague = make_advisor(), make_advisor()
    card = card_of(advisor)
    line = ("reply", card.id)
    snooze({line}, today() + timedelta(days=3), by=advisor)
    session.commit()
    assert hand_over({line}, colleague, "", by=advisor) == 2  # also what one has put off
    session.commit()
    assert [item.application_id for item in queue_for(colleague, mine=True)] == [card.id]


def test_nothing_or_nobody_chosen_is_said(client: PageClient, session: Session) -> None:
    advisor = make_advisor()
    card = card_of(advisor)
    session.commit()
    client.sign_in(advisor)
    chosen = {"application": [str(card.id)]}
    for form in ({}, chosen, {**chosen, "colleague": str(advisor.id)}, {**chosen, "colleague": "x"}):
        assert client.post("/desk/hand-over", data=form).status_code == 422
    with pytest.raises(Invalid):
        hand_over({("reply", card.id)}, make_advisor(), "長" * 501, by=advisor)
    client.sign_in(make_client())
    assert client.post("/desk/hand-over", data=chosen).status_code == 403
