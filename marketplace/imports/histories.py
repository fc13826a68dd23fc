"""Past projects: tables with a row for each, and blocks that begin with a period."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marketplace import vocabulary
from marketplace.imports.abilities import pieces
from marketplace.imports.spans import Span, budget_yen, folded, month_in, people_in, period_in
from marketplace.imports.words import PROJECT, announced, labelled, project_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.imports.proposals import Found, Values
    from marketplace.imports.rows import Row

FEWEST_COLUMNS = 3
LONGEST_TITLE = 120
LONGEST_TEXT = 3000
MOST_TOOLS = 30
_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|\(株\)|㈱)[^\s、。,()（）「」/]{1,30}|[^\s、。,()（）「」/]{1,30}(?:株式会社|有限会社|合同会社|\(株\)|㈱)"
)
_RESULT = re.compile(r"(?:^|[。\s・●■])\s*[【\[]?(?:成果|実績)[】\]]?\s*[:：]\s*")
_NUMBER = re.compile(r"^(?:No\.?|経歴|案件)?\s*[\d①-⑳]{1,3}[.)]?$", re.IGNORECASE)
_LEAD = re.compile(r"^[\s・●■◆:：/|　、()（）〜~-]+|[\s・:：/|　、(（〜~-]+$")


@dataclass(slots=True)
class Project:
    """One project as it is being read: words by field, and the rows they stood in."""

    span: Span | None = None
    words: dict[str, list[str]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    open: str = "tasks"  # where a row without a label belongs

    def say(self, name: str, words: str) -> None:
        words = _LEAD.sub("", words) if name != "tasks" else words.strip()
        if words:
            self.words.setdefault(name, []).append(words)

    def text(self, name: str) -> str:
        return "\n".join(self.words.get(name, []))


def columns_of(row: Row) -> dict[int, str]:
    """Return the columns of a table's head: 期間, 業務内容, 役割, …; empty where the row is none."""
    columns = {column: name for column, words in row.cells if (name := project_label(words))}
    telling = {"period", "began", "title", "tasks"} & set(columns.values())
    return columns if len(columns) >= FEWEST_COLUMNS and telling and len(columns) * 2 >= len(row.cells) else {}


def table_row(row: Row, columns: Mapping[int, str], present: Project | None) -> tuple[Project, bool]:
    """Read a row of such a table; without a period it goes on with the present project. True: a new one began."""
    by_field: dict[str, list[str]] = {}
    for column, words in row.cells:
        below = [at for at in columns if at <= column]
        if below and not _NUMBER.match(words):
            by_field.setdefault(columns[max(below)], []).append(words)
    span = period_in(folded(" ".join(by_field.get("period", ())))) or _two_columns(by_field)
    project = Project(span) if span or present is None else present
    for name, each in by_field.items():
        if name not in {"period", "began", "ended"}:
            for words in each:
                project.say(name, words)
    project.rows.append(row)
    return project, project is not present


def _two_columns(by_field: Mapping[str, list[str]]) -> Span | None:
    began = month_in(folded(" ".join(by_field.get("began", ()))))
    ended = month_in(folded(" ".join(by_field.get("ended", ()))))
    return Span(began[0], ended[0] if ended else None, began[1], 0, 0) if began else None


def block_begins(row: Row) -> Project | None:
    """Return a project where the row holds a period; the rest of the row is its head."""
    text = folded(row.text)
    span = period_in(text)
    if span is None:
        return None
    project = Project(span, rows=[row])
    for said in labelled(row, PROJECT):
        if said.field != "period":
            project.say(said.field, said.words)
    if not project.words:
        rest = _LEAD.sub("", f"{text[: span.start]} {text[span.end :]}".strip())
        project.say(
            "head", re.sub(r"^(?:No\.?|経歴|期間|案件)?\s*[:：]?\s*[\d①-⑳]{0,3}[.)]?\s+|^期間\s*[:：]?\s*", "", rest)
        )
    return project


def block_goes_on(row: Row, project: Project) -> None:
    """Take a further row: by its labels, else as a title that is still missing, else as what was done."""
    project.rows.append(row)
    if name := announced(row):
        project.open = name
        return
    said = labelled(row, PROJECT)
    for each in said:
        project.say(each.field, each.words)
        project.open = each.field if each.field in {"tasks", "results"} else "tasks"
    if not said:
        known = project.open != "tasks" or "title" in project.words or "head" in project.words
        project.say(project.open if known else "head", "\n".join(words for _column, words in row.cells))


def propose(project: Project, found: Found) -> None:
    """Put what was read into the columns of a past project."""
    head, tasks = project.text("head"), project.text("tasks")
    employer, head = _employer(project.text("employer"), head)
    title, more = _title(project.text("title"), head, tasks)
    tasks = more
    results = project.text("results")
    if not results and (cut := _RESULT.search(tasks)):
        tasks, results = tasks[: cut.start() + 1].strip(), tasks[cut.end() :].strip()
    if not (title or tasks):
        return
    size, everything = project.text("size"), " ".join(row.text for row in project.rows)
    span = project.span
    values: Values = {
        "title": title[:LONGEST_TITLE],
        "employer": employer[:LONGEST_TITLE],
        "began": span.began.isoformat() if span else None,
        "ended": span.ended.isoformat() if span and span.ended else None,
        "years_only": bool(span and span.years_only),
        "industry": _first("industry.", project.text("industry") or everything),
        "headcount": people_in(folded(size or head)),
        "budget": budget_yen(folded(project.text("budget") or size)) or _stated_budget(folded(head)),
        "sites": project.text("sites")[:LONGEST_TITLE],
        "role": project.text("role").replace("\n", " / ")[:200],
        "phases": phases_in(project.text("phases")),
        "tasks": tasks[:LONGEST_TEXT],
        "results": results[:LONGEST_TEXT],
        "tools": _tools(project.text("tools")),
    }
    key = f"{values['began']} {values['ended']} {title}"
    found.add("project", values, project.rows, key=key)


def _employer(labelled_as: str, head: str) -> tuple[str, str]:
    """Return the employer and the head without it: a name with its legal form is never a title."""
    if labelled_as:
        return labelled_as, head
    company = _COMPANY.search(head)
    if company is None:
        return "", head
    return company[0], _LEAD.sub("", head[: company.start()] + " " + head[company.end() :])


def _title(title: str, head: str, tasks: str) -> tuple[str, str]:
    """Return the title and what is left for the tasks: the first sentence or line titles what has no title."""
    if title:
        return title.replace("\n", " "), (head + "\n" if head else "") + tasks
    source = head or tasks
    first = re.match(r"[^\n。]{1,120}", source)
    if first is None:
        return "", tasks
    rest = source[first.end() :].lstrip("。\n ")
    if head:
        return first[0].strip(), "\n".join(each for each in (rest, tasks) if each)
    return first[0].strip(), rest


def _stated_budget(head: str) -> int | None:
    """In a free text an amount is a budget only where it is called one (予算9億円)."""
    stated = re.search(r"(?:予算|総額|規模)\s*[:約]?\s*(\d[\d.,]*\s*(?:億|万円))", head)
    return budget_yen(stated[1]) if stated else None


def _first(kind: str, text: str) -> str:
    return next((each for each in vocabulary.concepts_in(text) if each.startswith(kind)), "")


def phases_in(text: str) -> list[str]:
    """Return the phases that an enumeration names: 設計、開発 or 要件〜移行."""
    parts = re.split(r"[、,/・\n~〜→\s]+", folded(text))
    bare = [re.sub(r"(?:定義|工程|フェーズ)$", "", part) for part in parts]
    known = [vocabulary.named(part) for part in bare if part] + list(vocabulary.concepts_in(text))
    return list(dict.fromkeys(each for each in known if each and each.startswith("phase.")))


def _tools(text: str) -> list[str]:
    parts = [
        each
        for piece in pieces(text)
        for each in ([piece] if vocabulary.named(piece) else re.split(r"[/／](?!\d)", piece))  # S/4HANA is one
    ]
    plain = [folded(each).strip(" ・") for each in parts]
    return list(dict.fromkeys(vocabulary.named(each) or each for each in plain if 0 < len(each) <= 80))[:MOST_TOOLS]  # noqa: PLR2004
