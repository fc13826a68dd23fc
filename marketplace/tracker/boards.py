"""The boards of a project: which rows, which columns, in which order. Grid, paste, import and export all follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.columns import CellKind, Column
from marketplace.tracker.labels import HELD, RESPONSE, SEVERITY
from marketplace.tracker.models import (
    Action,
    Assumption,
    Decision,
    Dependency,
    Issue,
    Milestone,
    Risk,
    Row,
    WorkItem,
)
from marketplace.tracker.states import Held, Response, Severity

LINE, TEXT, DAY, WHOLE = CellKind.LINE, CellKind.TEXT, CellKind.DAY, CellKind.WHOLE
YEN, HOURS, CHOICE = CellKind.YEN, CellKind.HOURS, CellKind.CHOICE
_EMPTY = {LINE: "", TEXT: "", DAY: None, YEN: 0, HOURS: 0}


@dataclass(frozen=True, slots=True)
class Board:
    """One list of rows."""

    name: str  # in the address
    model: type[Any]
    title: object
    prefix: str  # of a row's number: R-3
    columns: tuple[Column, ...]
    closing: str | None = None  # the column that says since when a row is done with

    def column(self, name: str) -> Column:
        """Return one column by its name."""
        return next(each for each in self.columns if each.name == name)


def _c(name: str, kind: CellKind, label: object, **values: Any) -> Column:
    values.setdefault("empty", _EMPTY.get(kind))
    return Column(name, kind, label, **values)


_OWNER = _c("owner", LINE, _("Person in charge"), headings=("担当者", "担当", "責任者", "assignee"))
_DUE = _c("due_on", DAY, _("To be done by"), headings=("期限", "期限日", "期日", "対応期限", "deadline", "due date"))
_TITLES = ("件名", "タイトル", "内容", "概要", "subject", "summary", "title")
_SEVERITIES = {"高": Severity.HIGH, "大": Severity.HIGH, "中": Severity.MEDIUM, "低": Severity.LOW, "小": Severity.LOW}
_RESPONSES = {"回避": Response.AVOID, "軽減": Response.MITIGATE, "低減": Response.MITIGATE, "転嫁": Response.TRANSFER,
              "移転": Response.TRANSFER, "受容": Response.ACCEPT, "保有": Response.ACCEPT}  # fmt: skip

MILESTONES = Board("milestones", Milestone, _("Milestones"), "M", (
    _c("name", LINE, _("Milestone"), required=True, headings=("マイルストーン", "名称", *_TITLES)),
    _c("baseline_on", DAY, _("Baseline"), headings=("計画日", "基準日", "予定日")),
    _c("forecast_on", DAY, _("Forecast"), headings=("見込日", "見込み", "予測日")),
    _c("actual_on", DAY, _("Reached on"), headings=("実績日", "完了日", "実績")),
    _OWNER,
    _c("after", LINE, _("Predecessors"), headings=("先行", "前提")),
), closing="actual_on")  # fmt: skip
WORK_ITEMS = Board("work-items", WorkItem, _("Work items"), "W", (
    _c("level", WHOLE, _("WBS level"), empty=1, bounds=(1, 3), headings=("レベル", "階層")),
    _c("name", LINE, _("Work item"), required=True, headings=("作業", "作業名", "タスク", "task name", *_TITLES)),
    _OWNER,
    _c("starts_on", DAY, _("Start"), headings=("開始", "開始日", "開始予定日", "start date")),
    _DUE,
    _c("percent", WHOLE, _("Done, %"), empty=0, headings=("進捗", "進捗率", "進捗率(%)", "達成率", "progress")),
    _c("effort", HOURS, _("Planned hours"), headings=("予定工数", "予定時間", "estimated hours")),
    _c("spent", HOURS, _("Hours used"), headings=("実績工数", "実績時間", "actual hours")),
    _c("cost", YEN, _("Planned cost"), headings=("予定コスト", "予算")),
    _c("paid", YEN, _("Cost so far"), headings=("実績コスト", "実績額")),
    _c("after", LINE, _("Predecessors"), headings=("先行", "先行タスク", "predecessors")),
))  # fmt: skip
RISKS = Board("risks", Risk, _("Risks"), "R", (
    _c("title", LINE, _("Risk"), required=True, headings=("リスク", "リスク内容", *_TITLES)),
    _c("probability", WHOLE, _("Probability"), empty=3, bounds=(1, 5), headings=("発生確率", "発生可能性")),
    _c("impact", WHOLE, _("Impact"), empty=3, bounds=(1, 5), headings=("影響度", "影響")),
    _c("response", CHOICE, _("Response"), empty=Response.MITIGATE, words=RESPONSE, spoken=_RESPONSES,
       headings=("対応方針", "対応戦略")),
    _c("measure", TEXT, _("Measure"), headings=("対応策", "対策")),
    _OWNER,
    _DUE,
    _c("closed_on", DAY, _("Closed on"), headings=("完了日", "クローズ日", "終結日")),
), closing="closed_on")  # fmt: skip
ISSUES = Board("issues", Issue, _("Issues"), "I", (
    _c("title", LINE, _("Issue"), required=True, headings=("課題", "課題名", "課題内容", *_TITLES)),
    _c("severity", CHOICE, _("Severity"), empty=Severity.MEDIUM, words=SEVERITY, spoken=_SEVERITIES,
       headings=("重要度", "優先度", "重大度", "priority")),
    _c("measure", TEXT, _("What is done"), headings=("対応", "対応内容", "対応策", "対策", "対応状況")),
    _OWNER,
    _c("raised_on", DAY, _("Raised on"), headings=("起票日", "発生日", "登録日", "created")),
    _DUE,
    _c("escalated_on", DAY, _("Escalated on"), headings=("エスカレーション日",)),
    _c("closed_on", DAY, _("Closed on"), headings=("完了日", "クローズ日", "解決日")),
), closing="closed_on")  # fmt: skip
ASSUMPTIONS = Board("assumptions", Assumption, _("Assumptions"), "P", (
    _c("title", LINE, _("Assumption"), required=True, headings=("前提", "前提条件", *_TITLES)),
    _c("held", CHOICE, _("Holds?"), empty=Held.OPEN, words=HELD, headings=("確認結果",)),
    _OWNER,
    _DUE,
))  # fmt: skip
DEPENDENCIES = Board("dependencies", Dependency, _("Dependencies"), "X", (
    _c("title", LINE, _("What is needed"), required=True, headings=("依存関係", *_TITLES)),
    _c("on_whom", LINE, _("From whom"), headings=("依存先", "相手")),
    _DUE,
    _c("met_on", DAY, _("Met on"), headings=("完了日", "受領日")),
), closing="met_on")  # fmt: skip
ACTIONS = Board("actions", Action, _("Actions"), "A", (
    _c("title", LINE, _("What is to be done"), required=True, headings=("アクション", "todo", "対応事項", *_TITLES)),
    _OWNER,
    _DUE,
    _c("done_on", DAY, _("Done on"), headings=("完了日",)),
), closing="done_on")  # fmt: skip
DECISIONS = Board("decisions", Decision, _("Decision log"), "D", (
    _c("title", LINE, _("What was decided"), required=True, headings=("決定事項", "決定内容", *_TITLES)),
    _c("decided_by", LINE, _("Decided by"), headings=("決定者", "承認者")),
    _c("due_on", DAY, _("Needed by"), headings=("期限", "決定期限")),
    _c("decided_on", DAY, _("Decided on"), headings=("決定日",)),
    _c("why", TEXT, _("Why"), headings=("理由", "背景")),
    _c("alternatives", TEXT, _("Alternatives"), headings=("代替案", "検討した案")),
), closing="decided_on")  # fmt: skip

BOARDS = {
    each.name: each for each in (MILESTONES, WORK_ITEMS, RISKS, ISSUES, ASSUMPTIONS, DEPENDENCIES, ACTIONS, DECISIONS)
}


def code(board: Board, row: Row) -> str:
    """Return a row's number as people say it: R-3."""
    return f"{board.prefix}-{row.number}"
