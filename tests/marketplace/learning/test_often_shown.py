"""Who stands high in many postings' lists is shown a little lower for a while; scores and the place for trying stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

import matching.index
from marketplace.background import enqueue, run_due
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.learning.exposures import stood_high, would_be_shown
from marketplace.learning.models import OftenShown, Shown, ShownList
from marketplace.learning.operations import store_often_shown
from marketplace.learning.showing import arrange, lowered
from marketplace.shortlist.curation import curate
from marketplace.shortlist.current import in_force
from marketplace.shortlist.index import current_index, forget
from marketplace.shortlist.models import Match, Ranking, Verdict
from marketplace.shortlist.queries import curations_of, ranked_for
from tests.factories.accounts import make_advisor, make_client
from tests.factories.pipeline import make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest
    import sqlalchemy as sa
    from flask import Flask

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

LISTS, HIGHEST = 160, 1_200_000  # lists shown; what the posting pays at most
LOWER = "適合度の順です。多くの案件で上位に出ている方"


def ranked_posting(people: int = 14, *, apart: int = 2) -> Engagement:
    """Return a posting whose people stand some thousandths apart, the first at 800."""
    posting = make_posting(make_client().membership.company)  # type: ignore[union-attr]
    for number in range(people):
        make_match(posting, make_listed_consultant(), score=800 - apart * number, for_posting=True)
    db.session.add(Ranking(engagement_id=posting.id, ranked_at=now(), model="prior-1", considered=people))
    db.session.commit()
    return posting


def shown(others: Sequence[str], *, ago: int = 0, postings: int = 1, looks: int = 1) -> None:
    for _posting in range(postings):
        posting = make_posting()
        for _look in range(looks):
            row = ShownList(
                viewer_id=make_client().id, side=Shown.CLIENT, subject_id=posting.id, engagement_id=posting.id,
                day=today() - timedelta(days=ago), others=list(others), model="prior-1",
            )  # fmt: skip
            db.session.add(row)
    db.session.commit()


def test_postings_are_counted_in_whose_first_ten_somebody_stood_lately(session: Session) -> None:
    del session
    first, tenth, eleventh = "first", "tenth", "eleventh"
    others = [first, *map(str, range(8)), tenth, eleventh]
    shown(others, postings=10)
    assert stood_high() == {}
    shown(others, looks=5)
    found = stood_high()
    assert (found[first], found[tenth], eleventh in found) == (11, 11, False)
    shown(["once"], ago=1, looks=30)
    shown(["long ago"], ago=31, postings=12)
    assert not {"once", "long ago"} & set(stood_high())


def test_who_stands_high_everywhere_comes_a_little_lower_and_keeps_the_score(session: Session) -> None:
    posting = ranked_posting()
    matches = ranked_for(posting, to_client=False)
    before = arrange(posting, matches, {})
    best = matches[0]
    store_often_shown({str(best.consultant_id): 11})  # a tenth of a logit: some sixteen thousandths
    session.flush()
    after = arrange(posting, matches, {})
    assert (before.eased, after.eased) == (False, True)
    eased = [each.id for each in after.matches].index(best.id)
    assert 5 <= eased <= 10
    assert best.score == 800
    assert {each.id for each in after.matches} == {each.id for each in matches}
    assert [each.id for each in arrange(posting, matches, {}).matches] == [each.id for each in after.matches]
    store_often_shown({str(best.consultant_id): 60})
    session.flush()
    low = arrange(posting, matches, {})
    # Below the tenth anybody may be drawn for the place for trying, this one too.
    assert [each.id for each in low.matches].index(best.id) > eased or low.tried == best.consultant_id


def test_far_better_people_stay_above_and_a_newcomer_keeps_the_place_for_trying(session: Session) -> None:
    posting = ranked_posting(30, apart=20)
    matches = ranked_for(posting, to_client=False)
    store_often_shown({str(matches[0].consultant_id): 11})
    session.flush()
    shown_now = arrange(posting, matches, {})
    assert not shown_now.eased  # the next is twenty thousandths below
    assert shown_now.tried is not None
    assert [each.consultant_id for each in shown_now.matches].index(shown_now.tried) in {7, 8, 9}


def test_a_coin_stays_a_coin_where_somebody_comes_lower(session: Session) -> None:
    posting = ranked_posting()
    matches = ranked_for(posting, to_client=False)
    store_often_shown({str(matches[0].consultant_id): 11, str(matches[3].consultant_id): 60})
    session.flush()
    often = [{0: 11, 3: 60}.get(at, 0) for at in range(len(matches))]
    uncoined = [matches[at].id for at in lowered([each.score / 1000 for each in matches], often)][:7]
    swapped = 0
    for _list in range(LISTS):
        shown_now = arrange(Engagement(id=uuid4()), matches, {})
        (upper,) = shown_now.drawn
        order = [each.id for each in shown_now.matches][:7]
        pair = slice(upper - 1, upper + 1)
        assert set(order[pair]) == set(uncoined[pair])  # what is learned of the two is asked at these places
        swapped += order != uncoined
        order[pair] = uncoined[pair]
        assert order == uncoined
    assert LISTS / 4 < swapped < LISTS * 3 / 4  # of 160 tosses, outside by chance once in 10^10


def test_a_new_model_is_audited_by_the_order_that_people_would_see(session: Session) -> None:
    make_posting(received_rate_max=HIGHEST)
    for number in range(13):  # each a little dearer than the posting allows
        make_listed_consultant(rate=round(HIGHEST * (1.01 + 0.01 * number)))
    best = make_listed_consultant(rate=HIGHEST, listed_at=now() - timedelta(days=400))
    session.commit()
    scorer = in_force().scorer
    assert {each["group"]: each["shown"] for each in would_be_shown(scorer)}["established"] == 1
    store_often_shown({str(best.id): 1000})
    session.flush()
    assert {each["group"]: each["shown"] for each in would_be_shown(scorer)}["established"] == 0


def test_a_model_is_audited_alike_while_the_index_holds_replaced_rows(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching.index, "FEW", 4)
    make_posting(received_rate_max=HIGHEST)
    people = [make_listed_consultant(prefecture="13" if at < 2 else "27", rate=HIGHEST) for at in range(6)]
    session.commit()
    assert current_index().size == 6
    for person in people[1:]:  # all of the last minute are read anew, into a part of their own
        person.rate, person.changed_at = HIGHEST * (2 if person is people[1] else 1), now()
    session.commit()
    assert (current_index().size, len(current_index())) == (12, 6)
    scorer = in_force().scorer
    brought_up = would_be_shown(scorer)
    forget()
    assert current_index().size == 6
    assert brought_up == would_be_shown(scorer)
    assert {each["group"]: each["eligible"] for each in brought_up}["kanto"] == 0.2  # one of five is possible


def test_a_pinned_person_and_a_short_list_stay_as_they_are(session: Session) -> None:
    posting = ranked_posting()
    best = ranked_for(posting, to_client=False)[0]
    curate(best, Verdict.PIN, by=make_advisor(), reason="面識あり")
    store_often_shown({str(best.consultant_id): 60})
    session.flush()
    matches = ranked_for(posting, to_client=False)
    assert arrange(posting, matches, curations_of(posting)).matches[0].id == best.id
    few = matches[:10]
    assert list(arrange(posting, few, {}).matches) == list(few)


def test_the_page_says_so_and_the_list_is_kept_as_it_was_shown(client: PageClient) -> None:
    posting = ranked_posting()
    owner = make_client(company=posting.company)
    db.session.commit()
    path = f"/engagements/{posting.id}/candidates"
    client.sign_in(owner)
    assert LOWER not in client.get(path).text
    best = ranked_for(posting, to_client=True)[0]
    store_often_shown({str(best.consultant_id): 60})
    db.session.commit()
    page = client.get(path).text
    assert LOWER in page
    client.post(f"{path}/shown")
    row = db.session.scalars(select(ShownList)).one()
    by_person = {str(each.consultant_id): each for each in db.session.scalars(select(Match))}
    order = [page.index(f"match-{by_person[each].id}") for each in row.others]
    assert order == sorted(order)
    assert row.others.index(str(best.consultant_id)) > 0


def test_each_night_they_are_counted_anew(app: Flask) -> None:
    del app
    person, former = make_listed_consultant(), make_listed_consultant()
    shown([str(person.id), "gone"], postings=11)
    store_often_shown({str(former.id): 20})
    enqueue("learning.audit_exposure")
    db.session.commit()
    while run_due():
        pass
    kept = {row.consultant_id: row.postings for row in db.session.scalars(select(OftenShown))}
    assert kept == {person.id: 11}


def test_a_coin_decides_only_between_neighbours_who_are_about_as_good(session: Session) -> None:
    del session
    for apart, tossed in ((40, True), (60, False)):
        drawn = set()
        for _posting in range(4):
            posting = ranked_posting(12, apart=apart)
            matches = ranked_for(posting, to_client=False)
            shown_now = arrange(posting, matches, {})
            drawn.add(bool(shown_now.drawn))
            first_seven = [each.score for each in shown_now.matches[:7]]
            assert tossed or first_seven == sorted(first_seven, reverse=True)
        assert drawn == {tossed}
