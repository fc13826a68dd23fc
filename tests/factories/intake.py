"""Registration interviews in any state, with whatever answers, and what the two sides say in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from marketplace.db import db
from marketplace.intake.models import Interview
from marketplace.intake.operations import begin
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from marketplace.intake.queries import About


SECRET = "約束の時刻に遅れた。慎重に。"
CHOICES = {"employer_rule": "", "impression": ""}  # a browser sends an open choice as nothing
SAID = {
    "strategic": "70", "controlling": "30", "supportive": "0",
    "strategic_decisions": "投資判断の論点を毎月まとめた。",
    "functions": ["function.control"],
    "industries-0-industry": "industry.finance", "industries-0-years": "6",
    "skills-0-skill": "リスク管理", "skills-0-level": "A", "skills-0-years": "8",
    "rate": "１３０万", "days_min": "3", "days_max": "5", "remote": ["hybrid"], "onsite_days": "2",
    "no_gos": "深夜対応", "employer_rule": "permission", "blocked_companies": "青葉商事",
    "reach_by": ["phone"], "reach_when": "平日18時以降",
}  # fmt: skip
TALK = {
    **SAID,
    "evidence": ["identity"],
    "impression": "later",
    "remarks": SECRET,
    "held_on": "2026-11-20",
    "finish": "1",
}
COMPANY = {
    "size": "", "prefecture": "", "impression": "", "corporate_number": "",
    "business": "部品の製造", "industry": "industry.automotive", "address": "名古屋市中区1-1", "contact": "情報部",
    "projects": "基幹刷新", "deciders": "情報部長", "budget_low": "100万", "budget_high": "130万", "ways": ["direct"],
    "trouble": "前のPMOは議事録だけだった。", "remarks": SECRET, "held_on": "2026-11-20", "finish": "1",
}  # fmt: skip


def make_interview(side: About, **values: Any) -> Interview:
    """Add an interview, by default a draft without answers; anything can be set by column name."""
    interview = begin(side)
    interview.answers = values.pop("answers", {})
    for name, value in values.items():
        setattr(interview, name, value)
    keep()
    return interview


def drafted() -> Interview:
    """Give the only interview there is, as the database holds it now."""
    return db.session.scalars(select(Interview).execution_options(populate_existing=True)).one()
