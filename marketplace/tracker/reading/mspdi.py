"""Microsoft Project's XML (MSPDI), as its schema describes it: https://schemas.microsoft.com/project/2007.

Durations are working time (PT8H0M0S), costs are hundredths, lags tenths of a minute, link types 0 FF, 1 FS, 2 SF, 3 SS.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import MILESTONES, WORK_ITEMS
from marketplace.tracker.cells import NotUnderstoodError, read_day
from marketplace.tracker.reading.dates import day_text, hours_text, minutes_of
from marketplace.tracker.reading.limits import MOST_ROWS, NO_PROJECT, NOTHING, TOO_LONG, Refused, check_cell, xml_of
from marketplace.tracker.reading.mapping import Plan
from marketplace.tracker.reading.outline import Outline
from marketplace.tracker.reading.placing import Draft, Remarks, place
from marketplace.tracker.reading.records import Before, Comment, Reading

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from datetime import date

SPACE = "{http://schemas.microsoft.com/project}"
_KINDS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
_PERCENT_LAGS, _ELAPSED_LAGS = {"19", "20", "51", "52"}, {"4", "6", "8", "10", "12", "36", "40", "42", "44", "46"}
_DAY = 480  # minutes, where the file does not say
_YEN = {"", "¥", "￥", "\\", "円", "JPY"}
_NOTHING_KEPT = {
    "Deadline": _("deadlines"),
    "ConstraintDate": _("constraints"),
    "ExtendedAttribute": _("fields of your own"),
    "OutlineCode": _("outline codes"),
    "TimephasedData": _("figures by day"),
    "Hyperlink": _("links to pages"),
}


@dataclass(slots=True)
class _File:
    """What the tasks look up."""

    today: date
    remarks: Remarks
    owners: dict[str, list[str]] = field(default_factory=dict)  # by a task's UID
    minutes_a_day: int = _DAY
    yen: bool = True
    currency: str = ""
    tasks: set[str] = field(default_factory=set)
    parents: list[tuple[int, str]] = field(default_factory=list)  # (outline level, UID) of the tasks above
    unkept: Counter[str] = field(default_factory=Counter)


def read_project(content: bytes, *, today: date) -> Reading:
    """Read a project: tasks become work items, milestones stand on their own board. Raises Refused."""
    root = xml_of(content)
    if root.tag != f"{SPACE}Project":
        raise Refused(NO_PROJECT)
    tasks = root.findall(f"{SPACE}Tasks/{SPACE}Task")
    if not tasks:
        raise Refused(NOTHING)
    if len(tasks) > MOST_ROWS:
        raise Refused(TOO_LONG)
    file = _file(root, tasks, today)
    drafts = [draft for place_, task in enumerate(tasks, 1) if (draft := _draft(task, place_, file))]
    for name, count in file.unkept.items():
        file.remarks.add(
            str(_("The whole file")), _("%(what)s (%(count)s) are not taken over.", what=name, count=count)
        )
    rows = Outline(drafts, file.remarks).rows()
    return Reading("mspdi", rows, file.remarks.all(), Plan("mspdi", {}))


def _file(root: ET.Element, tasks: list[ET.Element], today: date) -> _File:
    names = {_said(each, "UID"): _said(each, "Name") for each in root.findall(f"{SPACE}Resources/{SPACE}Resource")}
    file = _File(today, Remarks(), tasks={_said(task, "UID") for task in tasks})
    for each in root.findall(f"{SPACE}Assignments/{SPACE}Assignment"):
        name = names.get(_said(each, "ResourceUID"), "")
        owners = file.owners.setdefault(_said(each, "TaskUID"), [])
        if name and name not in owners:
            owners.append(name)
    minutes = _said(root, "MinutesPerDay")
    file.minutes_a_day = (int(minutes) if minutes.isdecimal() and len(minutes) <= len("1440") else 0) or _DAY
    file.currency = _said(root, "CurrencyCode") or _said(root, "CurrencySymbol")
    file.yen = file.currency in _YEN
    return file


def _said(element: ET.Element, name: str) -> str:
    return check_cell((element.findtext(f"{SPACE}{name}") or "").strip())


def _draft(task: ET.Element, number: int, file: _File) -> Draft | None:
    uid, title = _said(task, "UID"), _said(task, "Name")
    where = str(_("Task %(id)s", id=_said(task, "ID") or number))
    if uid == "0" or _said(task, "OutlineLevel") == "0":
        file.remarks.add(where, _("The project's own summary “%(name)s” is no row.", name=title[:80]))
        return None
    if _said(task, "IsNull") == "1":
        file.remarks.add(where, _("A blank row."))
        return None
    mark = _said(task, "Milestone") == "1" and _said(task, "Summary") != "1"
    board = MILESTONES if mark else WORK_ITEMS
    cells = place(board, _texts(task, where, file, mark=mark), where, file.today, file.remarks)
    if cells is None:
        return None
    draft = Draft(board, where, uid or f"ID {_said(task, 'ID') or number}", cells, _parent(task, uid, file, mark=mark))
    draft.before = _before(task, where, file)
    draft.comments = [Comment("", "", notes)] if (notes := _said(task, "Notes")) else []
    _baselines(task, draft, file)
    _unkept(task, where, file)
    return draft


def _texts(task: ET.Element, where: str, file: _File, *, mark: bool) -> dict[str, str]:
    percent = _said(task, "PercentComplete")
    start, finish = _day(task, "Start"), _day(task, "Finish")
    texts = {"title": _said(task, "Name"), "owner": "、".join(file.owners.get(_said(task, "UID"), []))}
    if mark:
        reached = _day(task, "ActualFinish") or (finish if percent == "100" else "")
        return texts | {"forecast_on": finish, "actual_on": reached}
    texts |= {"start": start, "due": finish, "percent": percent}
    for meaning, name in (("effort", "Work"), ("spent", "ActualWork")):
        texts[meaning] = _hours(task, name, where, file)
    for meaning, name in (("cost", "Cost"), ("paid", "ActualCost")):
        texts[meaning] = _yen(task, name, file)
    return texts


def _day(task: ET.Element, name: str) -> str:
    return day_text(_said(task, name))


def _hours(task: ET.Element, name: str, where: str, file: _File) -> str:
    said = _said(task, name)
    minutes = minutes_of(said) if said else 0
    if minutes is None:
        what = _("%(column)s: “%(cell)s” was left out. %(why)s", column=name, cell=said[:60], why="")
        file.remarks.add(where, what)
    return hours_text(minutes) if minutes else ""


def _yen(task: ET.Element, name: str, file: _File) -> str:
    """Return hundredths as whole yen, half a yen upwards; what is not in yen is counted and left out."""
    whole, _point, decimals = _said(task, name).partition(".")
    if not whole.isdecimal() or decimals.strip("0") or not int(whole[:20]):
        return whole if whole.strip("0.") else ""
    if not file.yen:
        file.unkept[str(_("costs in %(currency)s", currency=file.currency[:10]))] += 1
        return ""
    return str((int(whole[:20]) + 50) // 100)


def _parent(task: ET.Element, uid: str, file: _File, *, mark: bool) -> str:
    """Return the UID of the nearest task above: the outline is told by the level of each task alone."""
    said = _said(task, "OutlineLevel")
    level = int(said) if said.isdecimal() and len(said) <= len("99") else 1
    while file.parents and file.parents[-1][0] >= level:
        file.parents.pop()
    parent = file.parents[-1][1] if file.parents else ""
    if not mark and uid:
        file.parents.append((level, uid))
    return parent


def _before(task: ET.Element, where: str, file: _File) -> list[Before]:
    links = []
    for link in task.findall(f"{SPACE}PredecessorLink"):
        uid = _said(link, "PredecessorUID")
        if _said(link, "CrossProject") == "1" or uid not in file.tasks:
            file.remarks.add(where, _("A predecessor in another project was left out."))
            continue
        kind = _KINDS.get(_said(link, "Type") or "1")
        if kind is None:
            file.remarks.add(where, _("The type of the link to %(task)s is not known; FS was taken.", task=uid))
        links.append(Before(uid, kind or "FS", _lag(link, where, file)))
    return links


def _lag(link: ET.Element, where: str, file: _File) -> int:
    """Return a lag in whole working days."""
    said, shape = _said(link, "LinkLag"), _said(link, "LagFormat")
    tenths = int(said) if said.removeprefix("-").isdecimal() and len(said) <= len("-999999999") else 0
    if not tenths:
        return 0
    if shape in _PERCENT_LAGS:
        file.remarks.add(where, _("A lag in percent was left out; the link is kept."))
        return 0
    a_day = 24 * 60 if shape in _ELAPSED_LAGS else file.minutes_a_day
    days = round(tenths / 10 / a_day)
    if days * a_day * 10 != tenths or shape in _ELAPSED_LAGS:
        file.remarks.add(
            where, _("A lag of %(minutes)s minutes became %(days)s days.", minutes=tenths // 10, days=days)
        )
    return days


def _baselines(task: ET.Element, draft: Draft, file: _File) -> None:
    """Take the first baseline (Number 0); Microsoft Project keeps up to eleven."""
    for each in task.findall(f"{SPACE}Baseline"):
        number = _said(each, "Number")
        if number not in {"", "0"}:
            file.unkept[str(_("baselines after the first"))] += 1
            continue
        start, finish = (_known_day(each, name, file.today) for name in ("Start", "Finish"))
        if draft.board is WORK_ITEMS and start and finish and start <= finish:
            draft.baseline = (start, finish)
        elif draft.board is MILESTONES and finish:
            draft.cells["baseline_on"] = finish
        else:
            file.remarks.add(draft.where, _("The baseline has no days that go together; it was left out."))


def _known_day(baseline: ET.Element, name: str, today: date) -> str:
    """Return a day that a board takes, nothing for any other: what is agreed passes through no cell."""
    try:
        return read_day(_day(baseline, name), today).isoformat()
    except NotUnderstoodError:
        return ""


def _unkept(task: ET.Element, where: str, file: _File) -> None:
    if _said(task, "Active") == "0":
        file.remarks.add(where, _("The task is switched off in Microsoft Project; it was taken over all the same."))
    for child in task:
        name = child.tag.removeprefix(SPACE)
        if name in _NOTHING_KEPT and (len(child) or (child.text or "").strip()):
            file.unkept[str(_NOTHING_KEPT[name])] += 1
