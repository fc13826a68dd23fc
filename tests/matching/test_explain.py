from collections.abc import Callable
from dataclasses import replace

import pytest

from matching.batch import Ranking, rank
from matching.evidence import evidence_of, speaking_of
from matching.index import build_index
from matching.records import Brief, Candidate, Match, Reason
from matching.scorer import BASE, REST
from matching.sentences import SENTENCES, sentence
from matching.vocabulary import default_vocabulary
from tests.matching.people import C1, C2, C3, EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS, P01, P02, P03, P04


def ranked(brief: Brief, *candidates: Candidate) -> Ranking:
    return rank(brief, build_index(candidates, as_of=TODAY), as_of=TODAY)


def match_of(brief: Brief, candidate: Candidate) -> Match:
    """Rank one candidate whatever the constraints say, with reasons."""
    open_brief = replace(brief, remote="full", prefecture=None, onsite_days=0, rate_max=None, days_min=0, start=None)
    anytime = replace(candidate, available_from=None, remote=frozenset({"full"}))
    (match,) = ranked(open_brief, anytime).matches
    return match


PAIRS = [(brief, candidate) for brief in ALL_POSTINGS for candidate in EVERYBODY]
pair_id = lambda one: one.id  # noqa: E731 - an id for pytest


def test_the_strongest_line_is_named_as_a_reader_would() -> None:
    (match,) = ranked(P01, C2).matches
    told = [sentence(one) for one in match.reasons]
    assert "必須『SAP導入PJのPMまたはPMO3年以上』に対し、SAP導入(A・18年)（スキル）" in told
    assert "自動車・輸送機器業界の経験12年" in told
    english = [sentence(one, "en") for one in match.reasons]
    assert "Required “SAP導入PJのPMまたはPMO3年以上”: SAP implementation (A, 18 years) (Skills)" in english


def test_what_is_missing_is_said_with_the_line_of_the_posting() -> None:
    (match,) = ranked(P03, C3).matches
    against = [one for one in match.reasons if one.sign < 0]
    assert {sentence(one) for one in against} == {
        "PMO型が異なる（案件 参謀90%・推進10%／本人 推進10%・事務局90%）",
        "必須『戦略またはITファームでマネージャー以上』を示す記載なし",
    }
    assert against[1].where == "必須"


def test_a_relaxed_condition_is_a_reason_against() -> None:
    match = next(one for one in ranked(P04, C1, C3).matches if one.candidate_id == "C1")
    assert (match.eligible, match.excluded_by) == (False, ("rate_too_high",))
    assert "希望単価200万円が上限112万円を超過" in [sentence(one) for one in match.reasons]


@pytest.mark.parametrize(("brief", "candidate"), PAIRS, ids=pair_id)
def test_three_for_and_two_against_the_strongest_first(brief: Brief, candidate: Candidate) -> None:
    reasons = match_of(brief, candidate).reasons
    signs = [one.sign for one in reasons]
    assert signs == sorted(signs, reverse=True)
    assert signs.count(1) <= 3
    assert signs.count(-1) <= 2
    for sign in (1, -1):
        weights = [abs(one.weight) for one in reasons if one.sign == sign]
        assert weights == sorted(weights, reverse=True)
    assert all(one.sign * one.weight > 0 for one in reasons)
    for one in reasons:
        for locale in ("ja", "en"):
            assert "{" not in sentence(one, locale)


@pytest.mark.parametrize(("brief", "candidate"), PAIRS, ids=pair_id)
def test_contributions_sum_to_the_logit_of_the_score(brief: Brief, candidate: Candidate) -> None:
    match = match_of(brief, candidate)
    logit = sum(match.contributions.values())
    assert BASE in match.contributions
    assert REST not in match.contributions
    assert 1 / (1 + 2.718281828459045**-logit) == pytest.approx(match.score, abs=1e-6)


def _without(candidate: Candidate, reason: Reason) -> Candidate:
    """Take away what the reason names, wherever the profile shows it."""
    code, concept = reason.code, str(reason.fact.get("concept", ""))
    if code in ("requirement_met", "industry_for", "industry_near"):
        return replace(
            candidate,
            skills=tuple(one for one in candidate.skills if one.concept != concept),
            certifications=tuple(one for one in candidate.certifications if one.concept != concept),
            tools=tuple(one for one in candidate.tools if one != concept),
            industries=tuple(one for one in candidate.industries if one[0] != concept),
            languages=tuple(
                one for one in candidate.languages if one[0] != "en" or reason.fact["source"] != "language"
            ),
            projects=tuple(one for one in candidate.projects if one.where != reason.where),
        )
    return _REMOVALS[code](candidate, reason)


_REMOVALS: dict[str, Callable[[Candidate, Reason], Candidate]] = {
    "type_mix_for": lambda one, _: replace(one, type_mix=(0, 0, 0)),
    "work_for": lambda one, _: replace(one, phases=(), functions=()),
    "days_for": lambda one, _: replace(one, days_free=0.5),
    "place_for": lambda one, _: replace(one, remote=frozenset({"onsite"})),
    "project_for": lambda one, why: replace(one, projects=tuple(x for x in one.projects if x.where != why.where)),
    "text_for": lambda one, _: replace(one, text=""),
    "certifications_for": lambda one, _: replace(one, certifications=()),
    "tools_for": lambda one, _: replace(one, tools=()),
}


@pytest.mark.parametrize(("brief", "candidate"), PAIRS, ids=pair_id)
def test_taking_away_the_strongest_fact_lowers_the_score(brief: Brief, candidate: Candidate) -> None:
    before = match_of(brief, candidate)
    strongest = [one for one in before.reasons if one.sign > 0][:1]
    for reason in strongest:
        lesser = _without(candidate, reason)
        open_brief = replace(
            brief, remote="full", prefecture=None, onsite_days=0, rate_max=None, days_min=0, start=None
        )
        answer = ranked(open_brief, replace(lesser, available_from=None, remote=lesser.remote & {"full"}))
        after = (*answer.matches, *answer.excluded)[0]
        assert after.score < before.score, reason


def test_every_code_has_both_sentences() -> None:
    assert all(ja and en for ja, en in SENTENCES.values())


@pytest.mark.parametrize(
    ("reason", "ja", "en"),
    [
        (Reason("rate_for", 1.0, 1, {"rate": 1_155_000, "rate_max": 1_200_000}), "希望単価115.5万円が上限120万円以内",
         "Asks ¥1,155,000, within the limit of ¥1,200,000"),
        (Reason("languages_against", 1.0, -1, {"language": "en", "asked": "C1", "held": ""}),
         "英語C1の条件に対し、記載なし",
         "English C1 asked for, not stated"),
        (Reason("place_for", 1.0, 1, {"mode": "hybrid", "prefecture": "23"}), "一部出社（愛知県）に対応",
         "Works partly on site in Aichi"),
        (Reason("place_away", 1.0, -1, {"prefecture": "04"}), "宮城県は希望勤務地外",
         "Does not name Miyagi as a place of work"),
        (Reason("start_against", 1.0, -1, {"available": "2026-11-01", "start": "2026-10-01"}),
         "稼働可能は2026年11月1日で、開始2026年10月1日より後", "Free from 1 November 2026, start on 1 October 2026"),
        (Reason("days_short", 1.0, -1, {"days": 2.5, "wanted": 5.0}), "稼働は週2.5日までで、週5日に不足",
         "Free 2.5 days a week, 5 asked for"),
    ],
)  # fmt: skip
def test_numbers_and_days_are_written_as_they_are_read(reason: Reason, ja: str, en: str) -> None:
    assert sentence(reason, "ja") == ja
    assert sentence(reason, "en") == en


def test_reasons_never_come_from_a_blocked_pair() -> None:
    hidden = replace(C3, blocked=frozenset({P02.company}))
    answer = ranked(P02, hidden)
    assert (answer.matches, answer.excluded, answer.excluded_counts) == ((), (), {})


@pytest.mark.parametrize("brief", ALL_POSTINGS, ids=lambda brief: brief.id)
def test_evidence_of_what_is_asked_is_the_same_as_among_all(brief: Brief) -> None:
    vocabulary = default_vocabulary()
    wanted = {concept for one in brief.requirements for concept in vocabulary.concepts_in(one.text)} | {*brief.tools}
    only = speaking_of(wanted, vocabulary)
    for candidate in EVERYBODY:
        everything = evidence_of(candidate, vocabulary, TODAY)
        found = evidence_of(candidate, vocabulary, TODAY, only=only)
        assert {one: found[one] for one in wanted & found.keys()} == {
            one: everything[one] for one in wanted & everything.keys()
        }
