"""What is said to help helps, by as much as was said; what cannot be decided or shown is not proposed."""

from dataclasses import replace
from datetime import date

import pytest

from matching.advice import FEWEST_POINTS, advise, advise_on
from matching.batch import rank_briefs
from matching.changes import ADVICE, Change, advice_sentence, apply_change
from matching.index import build_index
from matching.records import Brief, Candidate
from tests.matching import people, postings

TODAY = people.TODAY
PEOPLE = [value for value in vars(people).values() if isinstance(value, Candidate)]
BRIEFS = [value for value in vars(postings).values() if isinstance(value, Brief)]
INDEX = build_index(PEOPLE, as_of=TODAY)


def score(candidate: Candidate, brief: Brief) -> tuple[float, bool]:
    ((_id, match),) = rank_briefs(candidate, [brief], as_of=TODAY, like=INDEX, also={brief.id})
    return match.score, match.eligible


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda one: one.id)
@pytest.mark.parametrize("candidate", PEOPLE, ids=lambda one: one.id)
def test_applying_a_change_raises_the_score_by_what_was_said(candidate: Candidate, brief: Brief) -> None:
    before, possible = score(candidate, brief)
    for change in advise(candidate, brief, as_of=TODAY, like=INDEX, most=20):
        after, then = score(apply_change(candidate, change), brief)
        assert after == pytest.approx(change.score)
        assert after - before == pytest.approx(change.gain)
        assert change.gain >= FEWEST_POINTS or change.enters
        assert change.enters == (then and not possible)


@pytest.mark.parametrize("candidate", PEOPLE, ids=lambda one: one.id)
def test_all_postings_at_once_are_advised_on_as_each_alone(candidate: Candidate) -> None:
    together = advise_on(BRIEFS, candidate, as_of=TODAY, like=INDEX, most=20)
    assert list(together) == [brief.id for brief in BRIEFS]
    for brief in BRIEFS:
        alone = advise(candidate, brief, as_of=TODAY, like=INDEX, most=20)
        assert [(one.code, one.fact, one.enters) for one in together[brief.id]] == [
            (one.code, one.fact, one.enters) for one in alone
        ]
        assert [one.gain for one in together[brief.id]] == pytest.approx([one.gain for one in alone], abs=1e-6)


def test_whom_an_advisor_rejected_is_not_told_that_a_change_brings_the_person_in() -> None:
    brief = replace(BRIEFS[0], rejected=frozenset({"C1"}))
    assert [one for one in advise(people.C1, brief, as_of=TODAY, like=INDEX, most=50) if one.enters] == []


def dear(brief: Brief) -> Candidate:
    assert brief.rate_max
    return replace(people.C2, rate=2 * brief.rate_max, available_from=None, remote=frozenset(), prefectures=frozenset())


def test_what_makes_the_posting_possible_comes_first() -> None:
    brief = next(one for one in BRIEFS if one.rate_max)
    candidate = replace(dear(brief), days_min=0, days_max=5, days_free=5, max_onsite_days=5)
    assert not score(candidate, brief)[1]
    first, *_rest = advise(candidate, brief, as_of=TODAY, like=INDEX)
    assert (first.code, first.fact, first.enters) == ("rate", {"rate": brief.rate_max}, True)


def test_conditions_that_only_together_let_somebody_in_are_one_change_that_comes_first() -> None:
    brief = Brief(
        "b", rate_max=1_000_000, start=date(2026, 12, 1), days_min=5, days_max=5, remote="hybrid", onsite_days=3,
        prefecture="23",
    )  # fmt: skip
    far = Candidate(
        "c", rate=1_050_000, available_from=date(2027, 6, 1), days_max=2, days_free=5, remote=frozenset({"full"}),
        max_onsite_days=0, prefectures=frozenset({"13"}),
    )  # fmt: skip
    first, *rest = advise(far, brief, as_of=TODAY, most=20)
    assert (first.code, first.enters) == ("together", True)
    assert first.fact == {"start": "2026-12-01", "days": 5, "mode": "hybrid", "onsite": 3, "place": "23"}  # not rate:
    assert not any(one.enters for one in rest)  # it is within what is let pass
    assert score(apply_change(far, first), brief)[1]
    nearer = apply_change(far, Change("together", {"days": 5, "mode": "hybrid", "onsite": 3, "place": "23"}))
    assert [one.code for one in advise(nearer, brief, as_of=TODAY, most=20) if one.enters] == ["start"]


def test_what_nobody_can_change_is_not_promised_by_changing_the_rest() -> None:
    brief = Brief("b", rate_max=1_000_000, start=date(2026, 12, 1), accepts_company=False)
    firm = Candidate("c", rate=1_500_000, available_from=date(2027, 6, 1), business_form="company")
    assert [one for one in advise(firm, brief, as_of=TODAY, most=20) if one.code == "together" or one.enters] == []


def test_only_what_the_profile_does_not_show_is_asked_for() -> None:
    brief = BRIEFS[0]
    found = advise(people.C1, brief, as_of=TODAY, like=INDEX, most=50)
    concepts = [str(change.fact["concept"]) for change in found if "concept" in change.fact]
    assert concepts
    assert len(set(concepts)) == len(concepts)
    again = people.C1
    for change in found:
        again = apply_change(again, change)
    left = advise(again, brief, as_of=TODAY, like=INDEX, most=50)
    assert not {str(change.fact.get("concept")) for change in left} & set(concepts)


def test_who_is_kept_apart_gets_no_advice_and_learns_nothing() -> None:
    brief = replace(BRIEFS[0], company="client-1")
    assert advise(replace(people.C1, blocked=frozenset({"client-1"})), brief, as_of=TODAY) == []


def test_nobody_is_told_to_change_what_fits() -> None:
    brief = Brief("b", rate_max=1_000_000, start=date(2026, 12, 1), days_min=2, remote="full")
    fits = Candidate("c", rate=900_000, available_from=date(2026, 11, 1), days_max=3, days_free=3)
    assert advise(fits, brief, as_of=TODAY) == []


def test_a_change_is_plain_json_there_and_back_and_a_foreign_one_is_refused() -> None:
    change = advise(people.C1, BRIEFS[0], as_of=TODAY, like=INDEX)[0]
    assert Change.from_dict(change.to_dict()) == change
    with pytest.raises(KeyError):
        apply_change(people.C1, Change("younger"))


TOLD: dict[str, tuple[dict[str, str | int | float], str, str]] = {
    "rate": ({"rate": 1_200_000}, "希望単価を120万円まで下げると", "ask for ¥1,200,000 at most"),
    "start": ({"start": "2026-12-01"}, "2026年12月1日から稼働できる", "free from 1 December 2026"),
    "days": ({"days": 3.0}, "週3日まで稼働できる", "free 3 days a week"),
    "mode": ({"mode": "onsite"}, "常駐に対応すると", "work on site"),
    "onsite": ({"days": 1}, "週1日の出社に", "come on site 1 day a week"),
    "place": ({"prefecture": "13"}, "東京都での勤務", "work in Tokyo"),
    "fewer_days": ({"days": 2.0}, "週2日の稼働にも対応すると", "accept 2 days a week"),
    "together": (
        {"rate": 900_000, "start": "2026-12-01", "days": 5, "mode": "hybrid", "onsite": 3, "place": "23"},
        "希望単価90万円以下・2026年12月1日からの稼働・週5日の稼働・一部出社・週3日の出社・愛知県での勤務のすべてに",
        "ask for ¥900,000 at most; be free from 1 December 2026; be free 5 days a week; work partly on site; come on",
    ),
    "language": ({"language": "en", "level": "C1"}, "英語C1をプロフィール", "can show English C1"),
    "skill": ({"concept": "skill.minutes", "years": 3.0}, "（レベルB・3年以上）を", "(level B, 3 years or more)"),
    "industry": ({"concept": "industry.banking", "years": 1.0}, "業界の経験（1年以上）を", "(1 year or more)"),
    "cert": ({"concept": "cert.pmp"}, "PMPの資格をプロフィールで示せると", "Project Management Professional in the"),
    "tool": ({"concept": "tool.jira"}, "Jiraの利用経験を", "can show Jira as a tool"),
}


@pytest.mark.parametrize("code", ADVICE)
def test_a_change_is_said_in_both_languages_with_what_it_does(code: str) -> None:
    fact, ja, en = TOLD[code]
    rises = Change(code, fact, score=0.64, gain=0.073)
    assert ja in advice_sentence(rises)
    assert advice_sentence(rises).endswith("と、適合度が7.3ポイント上がります")
    assert en in advice_sentence(rises, "en")
    assert advice_sentence(rises, "en").endswith("the fit rises by 7.3 points")
    enters = replace(rises, enters=True)
    assert advice_sentence(enters).endswith("と、条件を満たし、適合度は64になります")
    assert advice_sentence(enters, "en").endswith("you meet the conditions: 64")
