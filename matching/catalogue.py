"""The features of a pair, by name: which way each points, where it says nothing, and which reason it speaks for."""

from dataclasses import dataclass
from typing import Literal

Direction = Literal[1, 0, -1]


@dataclass(frozen=True, slots=True)
class Feature:
    """A column of the pair features.

    `direction` is the only way it may move a score. At `neutral` it speaks neither for nor against; that is also its
    value where the posting asks for nothing of the kind. Features of one `reason` are explained in one sentence.
    """

    name: str
    direction: Direction
    neutral: float
    reason: str
    ja: str
    en: str


FEATURES: tuple[Feature, ...] = (
    Feature("required_coverage", 1, 0.5, "skills", "必須要件の充足", "required skills covered"),
    Feature("preferred_coverage", 1, 0.3, "skills", "尚可要件の充足", "preferred skills covered"),
    Feature("weakest_required", 1, 0.2, "skills", "最も弱い必須要件", "weakest required skill"),
    Feature("level_gap", -1, 0.5, "skills", "スキル水準の不足", "gap in skill level"),
    Feature("required_years", 1, 0.3, "skills", "必須スキルの年数", "years in required skills"),
    Feature("rare_coverage", 1, 0.4, "skills", "希少なスキルの充足", "rare skills covered"),
    Feature("neighbour_coverage", 1, 0.5, "skills", "近いスキル", "neighbouring skills"),
    Feature("skill_recency", 1, 0.4, "skills", "スキルの新しさ", "recency of skills"),
    Feature("certifications_asked", 1, 0.3, "certifications", "求める資格", "certifications asked for"),
    Feature("certifications_held", 1, 0.3, "certifications", "保有資格", "certifications held"),
    Feature("tools", 1, 0.4, "tools", "ツール", "tools"),
    Feature("mix_distance", -1, 0.3, "type_mix", "PMO型の比率の違い", "distance of PMO type mixes"),
    Feature("main_type", 1, 0.5, "type_mix", "主なPMO型", "main PMO type"),
    Feature("functions", 1, 0.5, "work", "機能（支援・管理・統括）", "functions"),
    Feature("phases", 1, 0.5, "work", "フェーズ", "phases"),
    Feature("industry", 1, 0.3, "industry", "業界", "industry"),
    Feature("industry_years", 1, 0.2, "industry", "業界の年数", "years in the industry"),
    Feature("projects_in_industry", 1, 0.2, "industry", "同業界の案件数", "projects in the industry"),
    Feature("language_gap", -1, 0.0, "languages", "語学の不足", "gap in languages"),
    Feature("rate_over", -1, 0.0, "rate", "希望単価の超過", "rate over the range"),
    Feature("would_accept", 1, 0.5, "rate", "条件面の受けやすさ", "likely to accept the terms"),
    Feature("start_late", -1, 0.0, "start", "開始の遅れ", "late start"),
    Feature("start_slack", 0, 0.0, "start", "開始までの余裕", "slack before the start"),
    Feature("days_short", -1, 0.0, "days", "稼働日数の不足", "days a week short"),
    Feature("days_over", -1, 0.0, "days", "希望稼働の超過", "wants more days"),
    Feature("load", -1, 0.3, "days", "現在の稼働", "present load"),
    Feature("mode_fit", 1, 0.8, "place", "働き方（リモート等）", "way of working"),
    Feature("onsite_gap", -1, 0.0, "place", "出社日数の不足", "days on site short"),
    Feature("place_fit", 1, 0.8, "place", "勤務地", "place"),
    Feature("required_text", 1, 0.3, "text", "要件と記載の近さ", "requirements near the profile's text"),
    Feature("text_profile", 1, 0.3, "text", "案件と記載の近さ", "posting near the profile's text"),
    Feature("text_title", 1, 0.2, "text", "件名と記載の近さ", "title near the profile's text"),
    Feature("text_projects", 1, 0.2, "project", "案件と職務経歴の近さ", "posting near past projects"),
    Feature("best_project", 1, 0.3, "project", "最も似た職務経歴", "most similar past project"),
    Feature("project_recency", 1, 0.5, "project", "職務経歴の新しさ", "recency of past projects"),
    Feature("review", 1, 0.75, "review", "評価", "reviews"),
    Feature("finished", 1, 0.0, "record", "完了した契約", "contracts finished"),
    Feature("renewed", 1, 0.0, "record", "更新された契約", "contracts renewed"),
    Feature("answered", 1, 0.7, "answers", "回答率", "answers given"),
    Feature("completeness", 1, 0.5, "completeness", "プロフィールの充実", "completeness of the profile"),
)
FEATURE_NAMES = tuple(feature.name for feature in FEATURES)
AT = {name: at for at, name in enumerate(FEATURE_NAMES)}
