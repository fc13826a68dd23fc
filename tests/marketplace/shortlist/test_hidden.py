"""Who hides or blocks a company while a ranking is computed is not stored by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.profiles.models import BlockedCompany
from marketplace.profiles.states import ProfileState
from marketplace.shortlist import operations
from marketplace.shortlist.models import Match
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant

    Session = sa.orm.scoped_session[sa.orm.Session]


def block_by_id(person: Consultant, posting: Engagement) -> BlockedCompany:
    return BlockedCompany(consultant_id=person.id, name="別名", company_id=posting.company_id)


def block_by_name(person: Consultant, posting: Engagement) -> BlockedCompany:
    return BlockedCompany(consultant_id=person.id, name=f" {posting.company.name.upper()} ")


@pytest.mark.parametrize("block", [block_by_id, block_by_name])
def test_who_blocks_a_company_meanwhile_is_not_shown_to_it(session: Session, block: object) -> None:
    assert callable(block)
    posting, person, other = make_posting(), make_listed_consultant(), make_listed_consultant()
    people, postings = operations.ranked_people(posting.id), operations.ranked_postings(person.id)
    pair = operations.ranked_pair(person.id, posting.id)
    session.add(block(person, posting))
    session.commit()
    operations.store_for_engagement(posting.id, people)
    operations.store_for_consultant(person.id, postings)
    operations.store_pair(person.id, posting.id, pair)
    session.commit()
    assert session.scalars(select(Match.consultant_id)).all() == [other.id]


def test_who_hides_meanwhile_is_not_stored(session: Session) -> None:
    posting, person = make_posting(), make_listed_consultant()
    people, postings = operations.ranked_people(posting.id), operations.ranked_postings(person.id)
    person.state = ProfileState.HIDDEN
    session.commit()
    operations.store_for_engagement(posting.id, people)
    operations.store_for_consultant(person.id, postings)
    session.commit()
    assert session.scalars(select(Match)).all() == []
