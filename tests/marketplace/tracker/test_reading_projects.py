"""Microsoft Project's XML: a small project written for this test, and the real samples where they lie."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from marketplace.tracker.reading.recognise import read_file
from marketplace.tracker.reading.records import Before, Reading

TODAY = date(2026, 11, 23)
SPACE = "http://schemas.microsoft.com/project"


def _task(uid: int, name: str, level: int, inside: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Start>2026-10-0{min(uid, 9)}T09:00:00</Start><Finish>2026-10-2{min(uid, 9)}T18:00:00</Finish>{inside}</Task>"
    )


def _link(uid: int, kind: str, lag: int = 0, shape: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>{shape}</LagFormat></PredecessorLink>"
    )


TASKS = (
    _task(0, "移行計画", 0),
    _task(1, "準備", 1, "<Summary>1</Summary><PercentComplete>40</PercentComplete>"),
    _task(
        2, "手順書", 2,
        "<Work>PT16H30M0S</Work><ActualWork>PT8H0M0S</ActualWork><Cost>12345600</Cost><ActualCost>5000</ActualCost>"
        "<Notes>=SUM(A1) は文字</Notes><Deadline>2026-11-01T00:00:00</Deadline>"
        "<Baseline><Number>0</Number><Start>2026-10-01T09:00:00</Start><Finish>2026-10-15T18:00:00</Finish></Baseline>"
        "<Baseline><Number>1</Number><Start>2026-10-02T09:00:00</Start></Baseline>",
    ),
    "<Task><UID>3</UID><ID>3</ID><IsNull>1</IsNull></Task>",
    _task(4, "照合", 3, _link(2, "3", 9600)),
    _task(5, "深い作業", 4, _link(4, "0") + _link(4, "9")),
    _task(6, "切替判定", 1, "<Milestone>1</Milestone><PercentComplete>100</PercentComplete>" + _link(5, "1")
          + "<Baseline><Number>0</Number><Finish>2026-10-20T18:00:00</Finish></Baseline>"),
    _task(7, "切替", 1, _link(2, "2", -4800) + _link(4, "1", 3000) + _link(5, "1", 50, 19) + _link(99, "1")),
    _task(8, "", 2),
)  # fmt: skip


def _project(*tasks: str, head: str = "<CurrencySymbol>¥</CurrencySymbol><MinutesPerDay>480</MinutesPerDay>") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{SPACE}">{head}<Tasks>{"".join(tasks)}</Tasks>'
        "<Resources><Resource><UID>1</UID><Name>髙橋 恵</Name></Resource>"
        "<Resource><UID>2</UID><Name>佐藤</Name></Resource>"
        "</Resources><Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment>"
        "<Assignment><TaskUID>2</TaskUID><ResourceUID>2</ResourceUID></Assignment>"
        "<Assignment><TaskUID>4</TaskUID><ResourceUID>-65535</ResourceUID></Assignment></Assignments></Project>"
    ).encode()


def _said(reading: Reading) -> str:
    return "\n".join(f"{remark.where} {remark.what}" for remark in reading.not_understood)


def test_a_project_field_by_field() -> None:
    reading = read_file(_project(*TASKS), today=TODAY)
    assert reading.tool == "mspdi"
    rows = {row.key: row for row in reading.rows}
    assert list(rows) == ["1", "2", "4", "5", "6", "7"]
    assert [row.cells.get("level") for row in reading.rows] == ["1", "2", "3", "3", None, "1"]
    assert dict(rows["2"].cells) == {
        "level": "2", "name": "手順書", "owner": "髙橋 恵、佐藤", "starts_on": "2026-10-02", "due_on": "2026-10-22",
        "effort": "16.5", "spent": "8", "cost": "123,456", "paid": "50",
    }  # fmt: skip
    assert (rows["2"].parent_key, rows["2"].baseline) == ("1", ("2026-10-01", "2026-10-15"))
    assert rows["2"].comments[0].text == "=SUM(A1) は文字"
    assert rows["4"].before == (Before("2", "SS", 2),)
    assert rows["5"].before == (Before("4", "FF"),)
    assert rows["7"].before == (Before("2", "SF", -1), Before("4", "FS", 1), Before("5"))
    assert rows["6"].board == "milestones"
    assert dict(rows["6"].cells) == {
        "name": "切替判定", "owner": "", "baseline_on": "2026-10-20", "forecast_on": "2026-10-26",
        "actual_on": "2026-10-26",
    }  # fmt: skip


def test_each_row_of_a_project_is_a_row_or_a_remark() -> None:
    reading = read_file(_project(*TASKS), today=TODAY)
    said = _said(reading)
    assert len(reading.rows) + 3 == len(TASKS)  # the summary, the blank one, the one without a name
    places = [str(remark.where) for remark in reading.not_understood]
    for number in (0, 3, 5, 7, 8):
        assert any(place.split()[-1] == str(number) for place in places)
    assert all(word in said for word in ("移行計画", "300"))  # the summary; a lag of 300 minutes
    assert len([place for place in places if place.split()[-1] == "7"]) == 3  # two lags and a link to nowhere


def test_costs_in_another_currency_are_counted_and_left_out() -> None:
    tasks = (_task(1, "a", 1, "<Cost>1000</Cost>"), _task(2, "b", 1, "<Cost>0</Cost>"))
    reading = read_file(_project(*tasks, head="<CurrencySymbol>£</CurrencySymbol>"), today=TODAY)
    assert all("cost" not in row.cells for row in reading.rows)
    assert [str(remark.what).count("£") for remark in reading.not_understood] == [1]


@pytest.mark.attack
def test_the_real_samples_lose_no_task() -> None:
    folder = Path(os.environ.get("ENNOSHITA_DATA", "../shared/data")) / "exports"
    samples = sorted(folder.glob("mspdi-*.xml"))
    if not samples:
        pytest.skip(f"no mspdi-*.xml in {folder.resolve()}: set ENNOSHITA_DATA to the folder of the samples")
    links = []
    for sample in samples:
        tasks = ET.parse(sample).getroot().findall(f"{{{SPACE}}}Tasks/{{{SPACE}}}Task")  # noqa: S314 - our own file
        reading = read_file(sample.read_bytes(), today=TODAY)
        uids = [task.findtext(f"{{{SPACE}}}UID") for task in tasks]
        assert [row.key for row in reading.rows] == [uid for uid in uids if uid != "0"]
        assert all(row.cells["starts_on"] and row.cells["due_on"] for row in reading.rows)
        assert reading.not_understood
        links += [str(each.kind) + str(each.lag) for row in reading.rows for each in row.before]
    assert links == ["FS0", "SS1", "FF0", "SF0"]


@pytest.mark.parametrize("mark", ["<Milestone>1</Milestone>", ""])
@pytest.mark.parametrize("day", ["1899-12-31", "2101-01-01", "昨日"])
def test_a_baseline_on_no_day_of_ours_is_remarked_on_and_the_row_is_kept(mark: str, day: str) -> None:
    agreed = f"<Baseline><Number>0</Number><Start>{day}</Start><Finish>{day}</Finish></Baseline>"
    reading = read_file(_project(_task(1, "切替判定", 1, mark + agreed)), today=TODAY)
    [row] = reading.rows
    assert not row.cells.get("baseline_on")
    assert not row.baseline
    [remark] = reading.not_understood
    assert "ベースライン" in str(remark.what)
