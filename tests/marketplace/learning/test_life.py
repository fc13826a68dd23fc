"""A model's life: trained, refused, taken, gone back from; a damaged file leaves the hand weights in force."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import time_machine
from sqlalchemy import select

from marketplace import files
from marketplace.audit import AuditEntry
from marketplace.background import Job
from marketplace.clock import now
from marketplace.learning import training
from marketplace.learning.judged import judged_pairs
from marketplace.learning.operations import ModelUnusable, Overtaken, note_unusable, roll_back, store_model, sweep_files
from marketplace.learning.training import NOT_BETTER, UNFAIR, Trained, evaluated, split, trained, without_later
from marketplace.outbox import Message
from marketplace.shortlist import current
from marketplace.shortlist.current import BY_HAND, in_force
from marketplace.shortlist.models import Match, OwnList
from marketplace.shortlist.operations import rank_consultant, rank_engagement, stale_people
from marketplace.shortlist.states import ModelState
from matching.ladder import RUNGS
from matching.learned import scorer_of
from matching.prior import PriorRanker
from matching.store import data_hash
from tests.factories.accounts import make_operator
from tests.factories.learning import judged_market, make_model
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]


_taught: list[Trained] = []


def taught(**values: object) -> Trained:
    judged_market(**values)  # type: ignore[arg-type]
    found = trained()
    assert found is not None
    return found


def once() -> Trained:
    """Return what the plain market teaches: learned once a process, for tests of what happens to it afterwards."""
    if not _taught:
        _taught.append(taught())
    return _taught[0]


def queued(session: Session) -> set[str]:
    return set(session.scalars(select(Job.name)))


def test_a_model_that_is_better_on_later_postings_is_taken_and_ranks(session: Session) -> None:
    assert in_force().name == BY_HAND
    found = taught()
    assert found.refused_because == ()
    assert found.metrics["difference"]["low"] > 0
    assert found.metrics["later"]["postings"] == 8
    assert {each["feature"] for each in found.weights[:4]} >= {"industry", "tools"}
    operator = make_operator()
    row = store_model(found, by=operator)
    session.commit()
    assert (row.state, row.number, row.against, row.name) == (ModelState.CURRENT, 1, BY_HAND, f"{found.kind}-1")
    assert in_force().name == row.name
    assert {"shortlist.rank_everything", "shortlist.rank_everybody"} <= queued(session)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "ranking model trained")).one()
    assert (entry.actor_id, entry.facts) == (operator.id, {"taken": True})
    posting = make_posting()
    make_listed_consultant()
    rank_engagement(posting.id)
    session.commit()
    assert set(session.scalars(select(Match.model))) == {row.name}


def test_what_was_learned_already_is_not_learned_again(session: Session) -> None:
    del session
    judged_market()
    judged = judged_pairs().judged
    assert trained(unless=data_hash(judged.rows, judged.grades, judged.groups, judged.weights)) is None


@pytest.mark.usefixtures("session")
def test_with_little_judged_nothing_is_trained() -> None:
    assert trained() is None
    assert evaluated() is None


@pytest.mark.usefixtures("session")
def test_a_model_that_is_not_surely_better_is_refused_and_says_why() -> None:
    found = taught(postings=24, people=4, wanted=("required_coverage", "rare_coverage", "weakest_required"))
    row = store_model(found, by=None)
    assert NOT_BETTER in found.refused_because
    assert (row.state, row.file, row.refused_because) == (ModelState.REFUSED, "", list(found.refused_because))
    assert in_force().name == BY_HAND


def test_a_model_that_would_hide_newcomers_is_refused(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    del session
    judged_market()
    unfair = [{"group": "newcomers", "shown": 50, "share": 0.1, "eligible": 0.4, "ratio": 0.25, "within": False}]
    monkeypatch.setattr(training, "would_be_shown", lambda _scorer: unfair)
    found = trained()
    assert found is not None
    assert found.refused_because == (UNFAIR,)
    assert store_model(found, by=None).exposure == unfair


def test_a_model_whose_explanations_fail_is_refused(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    del session
    judged_market()
    monkeypatch.setattr(training, "failures", lambda *_given: ("more_ranks_lower",))
    found = trained()
    assert found is not None
    assert found.refused_because == ("more_ranks_lower",)


def test_a_later_model_supersedes_the_one_in_force_and_can_be_gone_back_from(session: Session) -> None:
    found = once()
    first = store_model(found, by=None)
    session.commit()
    second = store_model(later_than(found, against=first.name), by=None)
    session.commit()
    assert (first.state, second.state, in_force().name) == (ModelState.SUPERSEDED, ModelState.CURRENT, second.name)
    roll_back(first, by=None, seen=second.name)
    session.commit()
    assert (first.state, second.state, in_force().name) == (ModelState.CURRENT, ModelState.WITHDRAWN, first.name)
    roll_back(None, by=None, seen=first.name)
    session.commit()
    assert (first.state, in_force().name) == (ModelState.WITHDRAWN, BY_HAND)
    roll_back(second, by=None, seen=BY_HAND)
    assert in_force().name == second.name


def later_than(found: Trained, *, against: str, data: str = "1" * 64) -> Trained:
    """Return what another night would have learned, measured against another."""
    kept = ("kind", "pairs", "groups", "metrics", "content")
    return Trained(**{name: getattr(found, name) for name in kept}, against=against, data=data)


def test_whoever_saw_another_ranker_in_force_changes_nothing(session: Session) -> None:
    found = once()
    row = store_model(found, by=None)
    session.commit()
    with pytest.raises(Overtaken):
        store_model(found, by=None)  # measured against the hand weights, which are not in force any more
    with pytest.raises(Overtaken):
        roll_back(None, by=None, seen=BY_HAND)
    assert (row.state, in_force().name) == (ModelState.CURRENT, row.name)


def test_with_the_hand_weights_in_force_there_is_nothing_to_go_back_from(session: Session) -> None:
    del session
    with pytest.raises(Overtaken):
        roll_back(None, by=None, seen=BY_HAND)


def path_of(key: str) -> Path:
    _system, root = files._place()
    return Path(root) / key


def test_a_damaged_file_leaves_the_hand_weights_and_says_so(session: Session) -> None:
    operator, row = make_operator(), store_model(once(), by=None)
    session.commit()
    path = path_of(row.file)
    content = path.read_bytes()
    path.write_bytes(content[:-50] + b"x" * 50)
    current.forget()
    ranker = in_force()
    assert (ranker.name, isinstance(ranker.scorer, PriorRanker)) == (BY_HAND, True)
    assert ranker.unusable == "changed"
    note_unusable(ranker.unusable)
    session.flush()
    assert row.unusable == ranker.unusable
    told = select(Message.to_email).where(Message.template == "learning/model_unusable")
    assert session.scalars(told).all() == [operator.email]
    note_unusable(ranker.unusable)
    assert len(session.scalars(told).all()) == 1
    roll_back(None, by=None)
    with pytest.raises(ModelUnusable):
        roll_back(row, by=None)
    assert row.state is ModelState.WITHDRAWN
    path.write_bytes(content)
    roll_back(row, by=None)
    assert (in_force().name, row.unusable) == (row.name, "")


def test_a_model_that_cannot_be_read_is_superseded_by_the_next(session: Session) -> None:
    broken = make_model(state=ModelState.CURRENT, refused_because=[], file="ranking-models/2026-01-01/gone", sha256="0")
    session.commit()
    found = taught()
    assert (found.against, found.instead_of) == (BY_HAND, broken.name)
    row = store_model(found, by=None)
    session.commit()
    assert (broken.state, in_force().name) == (ModelState.SUPERSEDED, row.name)


def test_the_model_in_force_is_measured_on_postings_that_it_did_not_know(session: Session) -> None:
    judged_market()
    judged = judged_pairs().judged
    earlier, later = split(judged)
    learned = scorer_of(RUNGS["linear"](judged), judged.rows)
    row = make_model(number=3, state=ModelState.REFUSED)
    row.made_at = now()
    apart = without_later(learned, row, judged, later)
    expected = scorer_of(RUNGS["linear"](earlier), earlier.rows)
    np.testing.assert_array_equal(apart.decision_function(later.rows), expected.decision_function(later.rows))
    row.made_at = now() - timedelta(days=365)
    assert without_later(learned, row, judged, later) is learned
    session.rollback()


def test_a_missing_or_foreign_file_leaves_the_hand_weights(session: Session) -> None:
    row = make_model(state=ModelState.CURRENT, refused_because=[], file="ranking-models/2026-01-01/gone", sha256="0")
    session.commit()
    assert (in_force().name, bool(in_force().unusable)) == (BY_HAND, True)
    foreign = b"PK\x03\x04 no zip at all"
    row.file, row.sha256 = files.put(foreign, folder=current.FOLDER), sha256(foreign).hexdigest()
    session.commit()
    current.forget()
    assert (in_force().name, bool(in_force().unusable)) == (BY_HAND, True)


def test_files_that_no_model_names_are_taken_away(session: Session) -> None:
    row = store_model(once(), by=None)
    left = files.put(b"left by a rollback", folder=current.FOLDER)
    session.commit()
    sweep_files()
    assert files.read(left)  # it may be on its way
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        sweep_files()
    with pytest.raises(FileNotFoundError):
        files.read(left)
    assert files.read(row.file)


def test_people_whose_lists_another_ranker_made_are_ranked_anew(session: Session) -> None:
    person = make_listed_consultant()
    rank_consultant(person.id)
    session.flush()
    assert person.id not in stale_people()
    session.scalars(select(OwnList)).one().model = "linear-7"
    session.flush()
    assert person.id in stale_people()


def test_the_ranker_in_force_is_measured_on_the_newest_postings(session: Session) -> None:
    del session
    judged_market()
    found = evaluated()
    assert found is not None
    assert (found.name, found.groups) == (BY_HAND, 8)
    assert 0 < found.means["ndcg@10"] < 1
