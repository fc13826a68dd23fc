"""Two registrations become one: cards, rows, holds and notes move, the other account closes, everybody is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.notes.models import Note
from marketplace.notes.operations import write_note
from marketplace.outbox import Message
from marketplace.pipeline.merging import TwoCards, merge, plan
from marketplace.pipeline.models import Application
from marketplace.pipeline.queries import application_of
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import BlockedCompany, Commitment, Consultant, PastProject, Skill
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import CommitmentState, ProfileState, SkillLevel
from tests.factories.accounts import make_advisor
from tests.factories.doubles import make_twice
from tests.factories.pipeline import make_application, make_posting

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


def people() -> tuple[Consultant, Consultant]:
    one, two = make_advisor(), make_advisor()
    return make_twice(
        {
            "advisor_id": one.id, "summary": "残す要約", "self_pr": "",
            "blocked_companies": [BlockedCompany(name="甲社")],
        },
        {
            "advisor_id": two.id, "summary": "消える要約", "self_pr": "補う自己PR",
            "blocked_companies": [BlockedCompany(name="甲社"), BlockedCompany(name="乙社")],
            "skills": [Skill(concept="skill.agile", level=SkillLevel.B)],
        },
    )  # fmt: skip


def test_cards_move_and_gaps_are_filled(session: Session) -> None:
    kept, other = people()
    only, rows = make_posting(), {str(each.id) for each in other.projects}
    moved = make_application(only, other, projects=sorted(rows))
    note = write_note("面談の印象", by=make_advisor(), consultant_id=other.id)
    held = Commitment(label="承諾", state=CommitmentState.CONTRACTED, days=2, consultant_id=other.id)
    held.application_id = moved.id
    session.add(held)
    session.commit()
    assert [card.id for card in plan(kept, other).moves] == [moved.id]
    advisor = make_advisor()
    merge(kept, other, by=advisor)
    session.commit()
    session.expire_all()
    kept, other = whole_profile(kept), whole_profile(other)
    card = session.get_one(Application, moved.id)
    assert card.consultant_id == kept.id
    assert set(card.projects) == {str(each.id) for each in kept.projects}  # the same work, under the kept one's entries
    assert (kept.summary, kept.self_pr) == ("残す要約", "補う自己PR")
    assert [each.name for each in kept.blocked_companies] == ["甲社", "乙社"]
    assert "skill.agile" in [each.concept for each in kept.skills]
    assert [(each.days, each.application_id) for each in kept.commitments] == [(2, moved.id)]
    assert session.get_one(Note, note.id).consultant_id == kept.id
    assert (other.state, other.user.active) == (ProfileState.CLOSED, False)
    assert "高橋美咲" in kept.former_names  # taken out of anonymous texts like the name that stays
    assert {each.event for each in session.scalars(select(AuditEntry).where(AuditEntry.actor_id == advisor.id))} >= {
        "profiles merged", "profile closed", "account closed",
    }  # fmt: skip


def test_everybody_concerned_is_told(session: Session) -> None:
    kept, other = people()
    merge(kept, other, by=make_advisor())
    session.commit()
    told = session.scalars(select(Message).where(Message.template.startswith("profiles/merged"))).all()
    advisors = [session.get_one(type(kept.user), each).email for each in (kept.advisor_id, other.advisor_id)]
    assert sorted(message.to_email for message in told) == sorted([kept.user.email, other.user.email, *advisors])


def test_work_that_the_kept_profile_lacks_is_copied(session: Session) -> None:
    kept, other = make_twice({"projects": []})
    card = make_application(make_posting(), other, projects=[str(other.projects[0].id)])
    merge(kept, other, by=make_advisor())
    session.commit()
    session.expire_all()
    rows = {str(each.id): each.title for each in session.scalars(
        select(PastProject).where(PastProject.consultant_id == kept.id)
    )}  # fmt: skip
    assert len(rows) == 3
    assert [rows[each] for each in session.get_one(Application, card.id).projects] == ["S/4HANA全社刷新の統合PMO"]


def test_of_two_cards_the_kept_profiles_goes_on(session: Session) -> None:
    kept, other = people()
    posting = make_posting()
    stays, ends = make_application(posting, kept), make_application(posting, other)
    merge(kept, other, by=make_advisor())
    session.commit()
    session.expire_all()
    assert (stays.state, stays.consultant_id) == (_S.SUBMITTED, kept.id)
    assert (ends.state, ends.end_reason, ends.consultant_id) == (_S.NOT_SELECTED, "duplicate", other.id)
    found = application_of(kept, posting)
    assert found is not None
    assert found.id == stays.id


def test_a_living_card_is_not_ended_for_one_that_is_over(session: Session) -> None:
    kept, other = people()
    posting = make_posting()
    make_application(posting, kept, state=_S.WITHDRAWN)
    lives = make_application(posting, other, state=_S.MEETING)
    session.commit()
    with pytest.raises(TwoCards):
        merge(kept, other, by=make_advisor())
    session.rollback()
    merge(other, kept, by=make_advisor())
    session.commit()
    session.expire_all()
    assert (lives.state, lives.consultant_id) == (_S.MEETING, other.id)


def test_an_accepted_card_is_nobodys_to_end_by_the_way(session: Session) -> None:
    kept, other = people()
    posting = make_posting()
    make_application(posting, kept, created_at=now() - timedelta(days=3))
    make_application(posting, other, state=_S.ACCEPTED)
    session.commit()
    with pytest.raises(TwoCards):
        merge(kept, other, by=make_advisor())


def test_what_is_merged_is_not_merged_again(session: Session) -> None:
    kept, other = people()
    merge(kept, other, by=make_advisor())
    session.commit()
    for pair in ((kept, other), (other, kept), (kept, kept)):
        with pytest.raises(DomainError):
            merge(*pair, by=make_advisor())
