"""Reasons in the words of a Japanese business reader, and in English."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from matching.evidence import Evidence
from matching.records import Reason
from matching.requirements import describe, place_name
from matching.vocabulary import Vocabulary, default_vocabulary

# code: (Japanese, English). Names in braces are facts put into words by `facts_in_words`.
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "requirement_met": ("{kind}『{requirement}』に対し、{evidence}", "{kind} “{requirement}”: {evidence}"),
        "requirement_missing": (
            "{kind}『{requirement}』を示す記載なし",
            "{kind} “{requirement}”: nothing in the profile shows it",
        ),
        "requirement_short": (
            "{kind}『{requirement}』に対し、{evidence}で年数が不足",
            "{kind} “{requirement}”: {evidence}, fewer years than asked",
        ),
        "requirement_unclear": (
            "{kind}『{requirement}』は一部を確認：{evidence}",
            "{kind} “{requirement}”, shown in part: {evidence}",
        ),
        "requirement_unknown": (
            "{kind}『{requirement}』は記載から確認できず",
            "{kind} “{requirement}”: the profile does not say",
        ),
        "type_mix_for": ("PMO型が近い（案件 {wanted}／本人 {held}）", "Close PMO types (asked {wanted}; has {held})"),
        "type_mix_against": (
            "PMO型が異なる（案件 {wanted}／本人 {held}）",
            "Different PMO types (asked {wanted}; has {held})",
        ),
        "work_for": ("対応できる工程・機能が一致（{concepts}）", "Covers the phases and functions: {concepts}"),
        "work_against": ("{concepts}の経験の記載なし", "No experience shown in {concepts}"),
        "industry_for": ("{industry}業界の経験{years}", "Experience in {industry}{years}"),
        "industry_near": ("{industry}に近い{near}の経験{years}", "Experience in {near}{years}, near {industry}"),
        "industry_against": ("{industry}業界の経験の記載なし", "No experience shown in {industry}"),
        "languages_against": ("{language}{asked}の条件に対し、{held}", "{language} {asked} asked for, {held}"),
        "rate_for": ("希望単価{rate}が上限{rate_max}以内", "Asks {rate}, within the limit of {rate_max}"),
        "rate_against": ("希望単価{rate}が上限{rate_max}を超過", "Asks {rate}, over the limit of {rate_max}"),
        "start_against": ("稼働可能は{available}で、開始{start}より後", "Free from {available}, start on {start}"),
        "days_for": ("週{days}日まで稼働可（条件は週{wanted}日）", "Free {days} a week ({wanted} asked for)"),
        "days_short": ("稼働は週{days}日までで、週{wanted}日に不足", "Free {days} a week, {wanted} asked for"),
        "days_over": ("週{days}日以上の希望に対し、案件は週{wanted}日", "Wants {days} a week, {wanted} offered"),
        "days_load": ("ほかの案件で週{days}日稼働中", "Works {days} a week elsewhere"),
        "place_for": ("{mode}{prefecture}に対応", "Works {mode}{prefecture}"),
        "place_mode": ("{mode}は希望外", "Does not wish to work {mode}"),
        "place_onsite": ("出社は週{days}日までで、週{wanted}日に不足", "On site {days} a week, {wanted} asked for"),
        "place_away": ("{prefecture}は希望勤務地外", "Does not name {prefecture} as a place of work"),
        "project_for": ("似た職務経歴「{line}」", "Similar past project: “{line}”"),
        "text_for": ("案件と共通する経験（{concepts}）", "In common with the posting: {concepts}"),
        "certifications_for": ("保有資格（{concepts}）", "Holds {concepts}"),
        "certifications_against": ("資格（{concepts}）の記載なし", "Does not show {concepts}"),
        "tools_for": ("ツールが一致（{concepts}）", "Uses {concepts}"),
        "tools_against": ("ツール（{concepts}）の記載なし", "Does not show {concepts}"),
        "review_for": ("過去の評価{mean}（{count}件）", "Reviewed {mean} of 5 ({count})"),
        "review_against": ("過去の評価{mean}（{count}件）", "Reviewed {mean} of 5 ({count})"),
        "record_for": ("当サービスで完了{finished}件・更新{renewed}件", "{finished} finished, {renewed} renewed here"),
        "answers_for": ("連絡への回答率{percent}%", "Answers {percent} % of messages"),
        "answers_against": ("連絡への回答率{percent}%", "Answers {percent} % of messages"),
        "completeness_against": ("プロフィールの記入が{percent}%", "Profile {percent} % complete"),
    }
)  # fmt: skip

_TYPES = (("strategic", "参謀"), ("controlling", "推進"), ("supportive", "事務局"))
_MODES = {
    "full": ("フルリモート", "remotely"),
    "hybrid": ("一部出社", "partly on site"),
    "onsite": ("常駐", "on site"),
}
_KINDS = {"required": ("必須", "Required"), "preferred": ("尚可", "Preferred")}
_LANGUAGES = {
    "ja": ("日本語", "Japanese"),
    "en": ("英語", "English"),
    "zh": ("中国語", "Chinese"),
    "ko": ("韓国語", "Korean"),
    "vi": ("ベトナム語", "Vietnamese"),
    "de": ("ドイツ語", "German"),
    "fr": ("フランス語", "French"),
    "es": ("スペイン語", "Spanish"),
}
_TEN_THOUSAND = 10_000
# These quote the line of the posting they are about; their `where` is for a link, and would only repeat it.
_QUOTE_THE_POSTING = frozenset({"requirement_missing", "requirement_unknown"})


def sentence(reason: Reason, locale: str = "ja", vocabulary: Vocabulary | None = None) -> str:
    """Write a reason with its fact and where it stands; `locale` is "ja" or anything else for English."""
    vocabulary = default_vocabulary() if vocabulary is None else vocabulary
    ja = locale == "ja"
    template = SENTENCES[reason.code][0 if ja else 1]
    told = template.format_map(facts_in_words(reason, vocabulary, locale))
    if not reason.where or reason.code in _QUOTE_THE_POSTING:
        return told
    where = place_name(reason.where, locale)
    if reason.code == "certifications_for" and where in told:
        return told  # 保有資格（PMP） says already where it stands
    return f"{told}（{where}）" if ja else f"{told} ({where})"


def facts_in_words(reason: Reason, vocabulary: Vocabulary, locale: str) -> dict[str, str]:
    """Return the facts of a reason as a reader knows them: 120万円, 2026年12月1日, names of concepts."""
    fact, at = reason.fact, 0 if locale == "ja" else 1
    words = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in fact.items()}
    for name in ("concepts", "industry", "near"):
        if name in fact:
            named = (_name(one, vocabulary, locale) for one in str(fact[name]).split())
            words[name] = ("・", ", ")[at].join(named)
    for name, table in (("kind", _KINDS), ("mode", _MODES), ("language", _LANGUAGES)):
        if name in fact:
            words[name] = table.get(str(fact[name]), (str(fact[name]),) * 2)[at]
    for name in ("rate", "rate_max"):
        if name in fact:
            words[name] = _yen(int(fact[name]), at)
    for name in ("available", "start"):
        if name in fact:
            words[name] = _day(date.fromisoformat(str(fact[name])), at)
    if at:
        words |= {f"{unit}s": _count(float(fact[f"{unit}s"]), unit) for unit in ("day", "year") if f"{unit}s" in fact}
    return words | _composed(reason, vocabulary, locale)


def _composed(reason: Reason, vocabulary: Vocabulary, locale: str) -> dict[str, str]:
    """Words made of several facts, or that read differently when a fact is missing."""
    fact, at = reason.fact, 0 if locale == "ja" else 1
    words: dict[str, str] = {}
    if "concept" in fact:
        words["evidence"] = describe(_evidence(fact), vocabulary, locale)
    if reason.code in ("industry_for", "industry_near"):
        years = float(fact.get("years") or 0)
        words["years"] = (f"{years:g}年", f" for {_count(years, 'year')}")[at] if years else ""
    if reason.code == "languages_against":
        words["held"] = str(fact["held"]) or ("記載なし", "not stated")[at]
    if "prefecture" in fact:
        words["prefecture"] = _place(str(fact["prefecture"]), reason.code, at)
    for side in ("wanted", "held"):
        if f"{side}_strategic" in fact:
            shares = ((name, fact[f"{side}_{key}"]) for key, ja in _TYPES for name in ((ja, key)[at],))
            words[side] = ("・", ", ")[at].join(
                f"{name}{(chr(0x20), '')[at == 0]}{share}%" for name, share in shares if share
            )
    return words


def _evidence(fact: Mapping[str, str | int | float]) -> Evidence:
    years = fact.get("years")
    return Evidence(
        0.0,
        str(fact["concept"]),
        str(fact.get("source", "")),
        level=str(fact.get("level", "")),
        years=None if years is None else float(years),
        line=str(fact.get("line", "")),
    )


def _name(concept: str, vocabulary: Vocabulary, locale: str) -> str:
    return vocabulary.concept(concept).name(locale) if concept in vocabulary else concept.rpartition(".")[2]


def _place(code: str, reason: str, at: int) -> str:
    if not code:
        return ""
    name = _prefectures()[code][at]
    return (f"（{name}）", f" in {name}")[at] if reason == "place_for" else name


@cache
def _prefectures() -> dict[str, tuple[str, str]]:
    lines = files("matching").joinpath("data", "prefectures.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {code: (ja, en) for code, ja, en in rows}


def _count(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"


def _yen(amount: int, at: int) -> str:
    return (f"{amount / _TEN_THOUSAND:g}万円", f"¥{amount:,}")[at]


def _day(day: date, at: int) -> str:
    return (f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")[at]
