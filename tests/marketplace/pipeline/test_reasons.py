"""The lists of reasons: seeded, then the operator's; a retired one is read but not offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.errors import DomainError
from marketplace.i18n import in_locale
from marketplace.pipeline import reasons
from marketplace.pipeline.states import ENDINGS, ApplicationState
from tests.factories.accounts import make_operator

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]

NO = ApplicationState.NOT_SELECTED


def test_each_ending_has_reasons_before_anybody_made_a_list(session: Session) -> None:
    del session
    for ending in ENDINGS:
        assert len(reasons.choices(ending)) >= 5
    assert "posting_closed" not in dict(reasons.choices(NO))
    with in_locale("en"):
        assert reasons.words_of(NO, "posting_closed") == "The posting was closed"
    with in_locale("ja"):
        assert reasons.words_of(NO, "posting_closed") == "案件が終了した"
    assert reasons.words_of(NO, "unknown_code") == "unknown_code"
    assert reasons.words_of(NO, None) == ""


def test_the_operators_list_rules_from_the_first_change_on(session: Session) -> None:
    operator = make_operator()
    reasons.save_reason(NO, "budget", ja="予算が変わった", en="The budget changed", position=-1, by=operator)
    session.commit()
    with in_locale("ja"):
        assert reasons.choices(NO)[0] == ("budget", "予算が変わった")
    assert {code for code, _words in reasons.choices(NO)} > {"skills", "other"}
    reasons.save_reason(NO, "skills", ja="経験が足りない", en="Not enough experience", position=0, by=operator)
    with in_locale("en"):
        assert dict(reasons.choices(NO))["skills"] == "Not enough experience"


def test_a_retired_reason_is_read_but_not_offered(session: Session) -> None:
    operator = make_operator()
    reasons.retire_reason(NO, "duplicate", by=operator)
    session.commit()
    assert "duplicate" not in dict(reasons.choices(NO))
    assert reasons.words_of(NO, "duplicate") != "duplicate"
    with pytest.raises(DomainError):
        reasons.check_reason(NO, "duplicate")
    reasons.save_reason(NO, "duplicate", ja="重複", en="Duplicate", position=9, by=operator)
    reasons.check_reason(NO, "duplicate")


def test_one_reason_stays_and_the_systems_own_cannot_go(session: Session) -> None:
    del session
    operator = make_operator()
    with pytest.raises(DomainError):
        reasons.retire_reason(NO, "posting_closed", by=operator)
    with pytest.raises(DomainError):
        reasons.retire_reason(NO, "nonsense", by=operator)
    codes = [code for code, _words in reasons.choices(NO)]
    for code in codes[:-1]:
        reasons.retire_reason(NO, code, by=operator)
    with pytest.raises(DomainError):
        reasons.retire_reason(NO, codes[-1], by=operator)


@pytest.mark.parametrize("code", ["", "x", "Rate", "ab c", "1st", "a" * 33, "理由"])
def test_codes_are_plain(session: Session, code: str) -> None:
    del session
    with pytest.raises(DomainError):
        reasons.save_reason(NO, code, ja="理由", en="Reason", position=0, by=make_operator())


def test_reasons_belong_to_endings_alone(session: Session) -> None:
    del session
    with pytest.raises(DomainError):
        reasons.save_reason(ApplicationState.MEETING, "fine", ja="理由", en="Reason", position=0, by=make_operator())
