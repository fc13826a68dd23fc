from dataclasses import replace

import pytest

from matching.evidence import evidence_of
from matching.facts import FACTS, Case
from matching.records import Brief, Candidate, Reason
from matching.sentences import sentence
from matching.vocabulary import default_vocabulary
from tests.matching.people import C1, C2, C3, TODAY
from tests.matching.postings import P01, P03, P04, P05, P06, P08, must

VOCABULARY = default_vocabulary()


def told(name: str, sign: int, brief: Brief, candidate: Candidate) -> str | None:
    evidence = evidence_of(candidate, VOCABULARY, TODAY)
    project = candidate.projects[0] if candidate.projects else None
    found = FACTS[name](Case(brief, candidate, VOCABULARY, evidence, project, TODAY), sign)
    if found is None:
        return None
    code, fact, where = found
    return sentence(Reason(code, float(sign), 1 if sign > 0 else -1, fact, where))


@pytest.mark.parametrize(
    ("name", "sign", "brief", "candidate", "expected"),
    [
        ("work", 1, P03, C1, "対応できる工程・機能が一致（統括・構想）"),
        ("work", -1, P03, C2, "統括・構想・展開・定着の経験の記載なし"),
        ("work", -1, P03, replace(C1, phases=P03.phases), None),
        ("industry", 1, P05, C3, "官公庁・自治体業界の経験2年"),
        ("industry", 1, P04, replace(C3, projects=()), "保険に近い銀行の経験2年"),
        ("industry", 1, P04, Candidate("x"), None),
        ("industry", -1, P05, C1, "官公庁・自治体業界の経験の記載なし"),
        ("languages", -1, P06, C2, "英語C1の条件に対し、B1"),
        ("languages", 1, P06, C1, None),
        ("rate", -1, P01, C2, None),
        ("start", -1, P04, C2, "稼働可能は2026年11月1日で、開始2026年9月25日より後"),
        ("start", -1, P01, C2, None),
        ("days", 1, P01, C2, "週5日まで稼働可（条件は週5日）"),
        ("days", -1, P01, C1, "稼働は週3日までで、週5日に不足"),
        ("days", -1, P03, C2, "週5日以上の希望に対し、案件は週2日"),
        ("days", -1, P08, replace(C3, days_free=4), "ほかの案件で週1日稼働中"),
        ("days", -1, P08, C3, None),
        ("place", -1, P01, replace(C2, remote=frozenset({"full"})), "一部出社は希望外"),
        ("place", -1, P01, replace(C2, max_onsite_days=1), "出社は週1日までで、週3日に不足"),
        ("place", -1, P01, C3, "愛知県は希望勤務地外"),
        ("place", -1, P08, C3, None),
        ("place", 1, P01, C3, None),
        ("project", -1, P01, C2, None),
        ("text", 1, P01, C2, "案件と共通する経験（製造・SAP S/4HANA・ERP導入）"),
        ("text", -1, P01, C2, None),
        ("certifications", 1, P01, C2, "保有資格（PMP）"),
        ("certifications", 1, P01, Candidate("x"), None),
        ("certifications", -1, P01, C3, "資格（PMP）の記載なし"),
        ("tools", 1, P08, replace(C3, tools=("tool.smartsheet",)), "ツールが一致（Power Query・Smartsheet）"),
        ("tools", -1, P08, C3, "ツール（Smartsheet・SQL）の記載なし"),
        ("review", 1, P01, replace(C2, review_mean=4.75, review_count=8), "過去の評価4.8（8件）"),
        ("review", 1, P01, C2, None),
        ("record", 1, P01, replace(C2, finished=3, renewed=2), "当サービスで完了3件・更新2件"),
        ("answers", -1, P01, replace(C2, answered_share=0.25), "連絡への回答率25%"),
        ("answers", 1, P01, C2, None),
        ("completeness", -1, P01, replace(C2, completeness=0.4), "プロフィールの記入が40%"),
        ("type_mix", 1, P01, replace(C2, type_mix=(0, 0, 0)), None),
    ],
)
def test_a_reason_names_its_fact_or_is_not_given(
    name: str, sign: int, brief: Brief, candidate: Candidate, expected: str | None
) -> None:
    assert told(name, sign, brief, candidate) == expected


def test_asked_certificates_are_read_from_the_text_of_requirements() -> None:
    brief = Brief("b", requirements=must("ITILまたはPMP"))
    assert told("certifications", -1, brief, Candidate("x")) == "資格（ITIL・PMP）の記載なし"
