from dataclasses import replace
from datetime import date

import pytest

from matching.records import Brief, Candidate, Certification, PastProject, Requirement, Skill
from matching.requirements import check_requirements, demand_of
from matching.vocabulary import Concept, Vocabulary, default_vocabulary
from tests.matching.people import C1, C2, C3, C4
from tests.matching.postings import P01, P02, P03, P05, P06, must

NOBODY = Candidate("nobody")


def verdicts(brief: Brief, candidate: Candidate) -> dict[str, str]:
    return {one.requirement.text: one.verdict for one in check_requirements(brief, candidate)}


def test_the_sap_manager_meets_the_sap_posting_line_by_line() -> None:
    checks = check_requirements(P01, C2)
    assert [one.verdict for one in checks] == ["met", "met", "unknown", "met", "met", "missing"]
    assert checks[0].evidence == "SAP導入(A・18年)"
    assert checks[0].where == "スキル"


@pytest.mark.parametrize(("brief", "candidate"), [(P02, C3), (P03, C1), (P06, C4)])
def test_nothing_required_is_missing_in_the_natural_pairs(brief: Brief, candidate: Candidate) -> None:
    required = [one.text for one in brief.requirements if one.required]
    missing = [text for text in required if verdicts(brief, candidate)[text] == "missing"]
    assert missing in ([], ["戦略またはITファームでマネージャー以上"])


def test_a_promise_cannot_be_read_from_a_profile() -> None:
    assert verdicts(P05, C3)["日本語文書校正"] == "met"
    assert verdicts(P05, C3)["守秘に関する誓約"] == "missing"


def test_the_clerk_does_not_meet_the_sap_posting() -> None:
    assert verdicts(P01, C3)["SAP導入PJのPMまたはPMO3年以上"] == "missing"


@pytest.mark.parametrize(
    ("years", "verdict"),
    [(5.0, "met"), (3.0, "met"), (2.5, "missing"), (None, "unknown")],
)
def test_years_are_compared(years: float | None, verdict: str) -> None:
    brief = Brief("b", requirements=must("課題管理の経験3年以上"))
    candidate = Candidate("c", skills=(Skill("skill.issue_management", "A", years),))
    (check,) = check_requirements(brief, candidate)
    assert check.verdict == verdict
    assert check.evidence.startswith("課題管理(A")


def test_given_years_go_before_the_years_in_the_text() -> None:
    requirement = Requirement("課題管理3年以上", years=1)
    assert demand_of(requirement, default_vocabulary()).years == 1


def test_a_year_is_not_a_number_of_years() -> None:
    assert demand_of(Requirement("2026年問題への対応"), default_vocabulary()).years is None


def test_one_of_several_is_enough_where_the_posting_says_or() -> None:
    brief = Brief("b", requirements=must("JiraまたはBacklogの利用", "JiraとBacklogの利用"))
    first, second = check_requirements(brief, Candidate("c", tools=("tool.jira",)))
    assert (first.verdict, second.verdict) == ("met", "unknown")


def test_narrower_experience_shows_the_broader() -> None:
    brief = Brief("b", requirements=must("SAPの知識"))
    (check,) = check_requirements(brief, Candidate("c", skills=(Skill("tool.s4hana", "B", 2),)))
    assert (check.verdict, check.evidence) == ("met", "SAP S/4HANA(B・2年)")


def test_the_sentence_of_a_project_is_the_evidence() -> None:
    project = PastProject("工場を移転した。変更管理委員会を月2回主催。", where="職務経歴②")
    (check,) = check_requirements(Brief("b", requirements=must("変更管理")), Candidate("c", projects=(project,)))
    assert (check.verdict, check.evidence, check.where) == ("met", "変更管理委員会を月2回主催。", "職務経歴②")


def test_an_expired_certificate_still_shows_it_was_earned() -> None:
    held = Candidate("c", certifications=(Certification("cert.pmp", 2020, date(2023, 1, 1)),))
    (check,) = check_requirements(Brief("b", requirements=must("PMP")), held, as_of=date(2026, 1, 1))
    assert (check.verdict, check.evidence) == ("met", "PMP(2020)")


def test_words_without_a_concept_convince_only_when_most_are_there() -> None:
    brief = Brief("b", requirements=must("鵜飼船頭組合の世話"))
    assert verdicts(brief, Candidate("c", text="長良川で鵜飼船頭組合の世話を十年")) == {"鵜飼船頭組合の世話": "met"}
    assert verdicts(brief, Candidate("c", text="船頭")) == {"鵜飼船頭組合の世話": "unknown"}


def test_unknown_concepts_match_themselves() -> None:
    brief = Brief("b", requirements=(Requirement("茶道", ("skill.tea",)),))
    (check,) = check_requirements(brief, Candidate("c", skills=(Skill("skill.tea", "A", 1),)))
    assert (check.verdict, check.evidence) == ("met", "tea(A・1年)")


def test_a_vocabulary_can_be_given() -> None:
    own = Vocabulary([Concept("skill.tea", "skill", "茶道", "tea ceremony")])
    (check,) = check_requirements(Brief("b", requirements=must("茶道")), NOBODY, own)
    assert check.verdict == "missing"


@pytest.mark.parametrize("text", ["", "😀😀", "ｶﾀｶﾅ", "x" * 50_000, "\x00"])
def test_any_requirement_has_an_answer(text: str) -> None:
    brief = Brief("b", requirements=must(text))
    for candidate in (NOBODY, C1, replace(C1, text=text)):
        (check,) = check_requirements(brief, candidate)
        assert check.verdict in ("met", "missing", "unknown")


def test_a_posting_without_requirements_has_no_checks() -> None:
    assert check_requirements(Brief("b"), C1) == []
