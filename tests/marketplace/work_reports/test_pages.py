"""The pages of a work report by role: written without scripts, read by its own sides, answered by the client."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from marketplace.db import db
from marketplace.work_reports.months import days_in
from marketplace.work_reports.operations.answering import lock
from marketplace.work_reports.operations.writing import correct
from marketplace.work_reports.queries import newest_report
from marketplace.work_reports.states import ReportState
from tests.factories.accounts import make_client
from tests.factories.threads import PDF, TEXT
from tests.factories.work_reports import (
    approved_report,
    drafted_report,
    last_month,
    reported_contract,
    submitted_report,
    writer,
)

if TYPE_CHECKING:
    from marketplace.work_reports.models import WorkReport
    from tests.conftest import PageClient

ORDER, RECEIVED = "1,000,000円", "800,000円"


def fresh(report: WorkReport) -> WorkReport:
    db.session.expire_all()
    return report


def month(**days: str) -> dict[str, str]:
    """Return a form of the first days: d0="7:30 設計" → days-0-hours, days-0-content."""
    form = {"issues": "なし"}
    for name, said in days.items():
        hours, _space, content = said.partition(" ")
        form |= {f"days-{name[1:]}-hours": hours, f"days-{name[1:]}-content": content}
    return form


def test_a_month_is_begun_written_and_handed_in_without_scripts(client: PageClient) -> None:
    contract, owner, _advisor = reported_contract()
    client.sign_in(writer(contract))
    listed = client.get(f"/contracts/{contract.id}/work-reports").get_data(as_text=True)
    assert f'name="month" value="{last_month().month}"' in listed
    begun = client.post(
        f"/contracts/{contract.id}/work-reports", data={"year": last_month().year, "month": last_month().month}
    )
    assert begun.status_code == 303
    address = begun.headers["Location"]
    page = client.get(address).get_data(as_text=True)
    assert page.count('-hours"') >= len(days_in(contract, last_month()))
    assert "スポーツの日" in page, "a holiday is named"
    assert client.post(address, data=month(d0="7:30 要件定義", d1="８ 〃", d2="0.25時間 会議")).status_code == 303
    report = newest_report(contract, last_month())
    assert report is not None
    assert [(row.minutes, row.content) for row in fresh(report).days] == [
        (450, "要件定義"),
        (480, "要件定義"),
        (15, "会議"),
    ]
    handed = client.post(address, data={**month(d2=" "), "then": "submit", "version": str(report.version)})
    assert handed.headers["Location"] == f"/work-reports/{report.id}"
    assert fresh(report).state is ReportState.SUBMITTED
    assert report.minutes == 930
    client.sign_in(owner)
    assert "15.5" in client.get(f"/work-reports/{report.id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "said"), [("7.1", "15分"), ("7:20", "15分"), ("たくさん", "7.5"), ("25", "24時間"), ("-1", "7.5")]
)
def test_hours_that_cannot_be_are_said_beside_their_day_and_kept_as_typed(
    client: PageClient, typed: str, said: str
) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract)
    before = report.minutes
    client.sign_in(writer(contract))
    answer = client.post(f"/work-reports/{report.id}/edit", data=month(d3=f"{typed} 設計"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    error = re.search(r'<p class="error" id="days-3-hours-error">(.*?)</p>', page)
    assert error is not None
    assert said in error[1]
    day = days_in(contract, report.month)[3]
    assert re.search(rf'href="#days-3-hours">{day.month}/{day.day}\(.\)：', page)  # and the summary names the day
    assert f'value="{typed}"' in page
    assert fresh(report).minutes == before


def test_what_lacks_words_is_not_handed_in_and_nothing_of_it_is_kept(client: PageClient) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract, 480)
    client.sign_in(writer(contract))
    answer = client.post(f"/work-reports/{report.id}/edit", data={**month(d5="8 "), "then": "submit"})
    assert answer.status_code == 422
    assert "days-5-content-error" in answer.get_data(as_text=True)
    assert (fresh(report).state, report.minutes) == (ReportState.DRAFT, 480)


def test_an_older_page_is_told_and_keeps_what_was_typed(client: PageClient) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract)
    client.sign_in(writer(contract))
    answer = client.post(f"/work-reports/{report.id}/edit", data={**month(d0="3 別の窓"), "version": "99"})
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert 'value="別の窓"' in page
    assert f'name="version" type="hidden" value="{report.version}"' in page


def test_an_autosave_answers_with_the_version_it_made(client: PageClient) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract)
    client.sign_in(writer(contract))
    answer = client.post(f"/work-reports/{report.id}/edit", data=month(d0="3 会議"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["X-Version"] == str(fresh(report).version)


def test_times_and_places_are_kept_where_they_are_not_shown(client: PageClient) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract, 480)
    first = days_in(contract, report.month).index(report.days[0].day)
    client.sign_in(writer(contract))
    detailed = {
        f"days-{first}-{name}": value
        for name, value in {
            "hours": "8", "content": "設計", "starts": "9:00", "ends": "25:30", "pause": "1:00", "place": "本社",
        }.items()
    }  # fmt: skip
    assert client.post(f"/work-reports/{report.id}/edit?detail=1", data=detailed).status_code == 303
    assert client.post(f"/work-reports/{report.id}/edit", data=month(**{f"d{first}": "8 設計"})).status_code == 303
    row = fresh(report).days[0]
    assert (row.starts, row.ends, row.pause, row.place) == (540, 1530, 60, "本社")
    assert "一致しない日があります" in client.get(f"/work-reports/{report.id}/edit").text  # 15.5 hours, not 8: told
    assert "9:00" in client.get(f"/work-reports/{report.id}/edit?detail=1").get_data(as_text=True)


def test_each_side_reads_its_own_money_and_staff_both(client: PageClient) -> None:
    contract, owner, advisor = reported_contract()
    report = submitted_report(contract, 188 * 60 + 15)
    seen = {}
    for who, user in (("client", owner), ("consultant", writer(contract)), ("staff", advisor)):
        client.sign_in(user)
        seen[who] = client.get(f"/work-reports/{report.id}").get_data(as_text=True)
    assert ORDER in seen["client"]
    assert "1,045,787円" in seen["client"]
    assert RECEIVED in seen["consultant"]
    assert "836,630円" in seen["consultant"]
    for mine, others in (("client", (RECEIVED, "836,630", "209,157")), ("consultant", (ORDER, "1,045,787", "209,157"))):
        assert not [each for each in others if each in seen[mine]]
    assert "1,045,787円" in seen["staff"]
    assert "836,630円" in seen["staff"]


def test_the_consultants_own_pages_never_hold_the_clients_price(client: PageClient) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract, 188 * 60 + 15)
    client.sign_in(writer(contract))
    pages = [f"/work-reports/{report.id}/edit", f"/contracts/{contract.id}/work-reports", "/work-reports"]
    for address in pages:
        page = client.get(address).get_data(as_text=True)
        assert "1,000,000" not in page
        assert "1,045,787" not in page


def test_a_draft_is_its_writers_own(client: PageClient) -> None:
    contract, owner, advisor = reported_contract()
    report = drafted_report(contract)
    client.sign_in(owner)
    assert client.get(f"/work-reports/{report.id}").status_code == 404
    listed = client.get(f"/contracts/{contract.id}/work-reports").get_data(as_text=True)
    assert "160:00" not in listed
    client.sign_in(advisor)
    assert client.get(f"/work-reports/{report.id}").status_code == 200


def test_the_client_returns_and_approves(client: PageClient) -> None:
    contract, owner, _advisor = reported_contract()
    report = submitted_report(contract)
    client.sign_in(owner)
    assert "作業報告書" in client.get("/work-reports").get_data(as_text=True)
    assert client.post(f"/work-reports/{report.id}/return", data={"reason": " "}).status_code == 422
    assert client.post(f"/work-reports/{report.id}/return", data={"reason": "x", "version": "99"}).status_code == 409
    assert client.post(f"/work-reports/{report.id}/return", data={"reason": "10/5の内容"}).status_code == 303
    client.sign_in(writer(contract))
    assert "10/5の内容" in client.get(f"/work-reports/{report.id}/edit").get_data(as_text=True)
    assert (
        client.post(f"/work-reports/{report.id}/edit", data={**month(d0="1 会議"), "then": "submit"}).status_code == 303
    )
    client.sign_in(owner)
    assert client.post(f"/work-reports/{report.id}/approve", data={"version": "1"}).status_code == 409
    version = str(fresh(report).version)
    assert client.post(f"/work-reports/{report.id}/approve", data={"version": version}).status_code == 303
    assert client.post(f"/work-reports/{report.id}/approve").status_code == 409
    assert fresh(report).state is ReportState.APPROVED


def test_staff_approves_nothing(client: PageClient) -> None:
    contract, _owner, advisor = reported_contract()
    report = submitted_report(contract)
    client.sign_in(advisor)
    assert client.post(f"/work-reports/{report.id}/approve").status_code == 403
    assert client.get(f"/work-reports/{report.id}/edit").status_code == 403
    assert "160:00" in client.get("/work-reports").get_data(as_text=True)


def test_a_correction_shows_what_differs_in_hours_and_the_readers_money(client: PageClient) -> None:
    contract, owner, _advisor = reported_contract()
    report = approved_report(contract, owner, 188 * 60 + 15)
    lock(report, by=None)
    db.session.commit()
    client.sign_in(writer(contract))
    assert client.post(f"/work-reports/{report.id}/correct", data={}).status_code == 422
    begun = client.post(f"/work-reports/{report.id}/correct", data={"reason": "10/1の誤り"})
    assert begun.status_code == 303
    at = days_in(contract, report.month).index(report.days[0].day)
    assert (
        client.post(begun.headers["Location"], data={**month(**{f"d{at}": "0.25 会議"}), "then": "submit"}).status_code
        == 303
    )
    corrected = newest_report(contract, report.month)
    assert corrected is not None
    client.sign_in(owner)
    page = client.get(f"/work-reports/{corrected.id}").get_data(as_text=True)
    assert "10/1の誤り" in page
    less = report.minutes - corrected.minutes
    assert f"−{less // 60}:{less % 60:02d}" in page
    assert "クライアント側の金額" in page
    assert "コンサルタント側" not in page
    assert client.get(f"/work-reports/{report.id}").status_code == 200, "the version before stays"


def test_a_correction_is_given_up(client: PageClient) -> None:
    contract, owner, _advisor = reported_contract()
    report = approved_report(contract, owner)
    corrected = correct(report, reason="誤記", by=writer(contract))
    db.session.commit()
    client.sign_in(writer(contract))
    assert client.post(f"/work-reports/{corrected.id}/discard").status_code == 303
    assert client.post(f"/work-reports/{report.id}/discard").status_code == 409
    assert newest_report(contract, report.month) is not None


def test_expenses_with_a_receipt_are_added_opened_and_removed(client: PageClient) -> None:
    contract, owner, _advisor = reported_contract()
    report = drafted_report(contract)
    client.sign_in(writer(contract))
    address = f"/work-reports/{report.id}/expenses"
    plain = {"day": last_month().isoformat(), "kind": "transport", "words": "東京―名古屋", "amount": "10,560"}
    for wrong in ({"amount": ""}, {"day": "2020-01-01"}, {"kind": "bribe"}, {"words": ""}):
        assert client.post(address, data={**plain, **wrong}).status_code == 422, wrong
    for name, content in (("領収書.pdf", TEXT), ("領収書.txt", TEXT), ("領収書.exe", b"MZ")):
        sent = {**plain, "receipt": (io.BytesIO(content), name)}
        assert client.post(address, data=sent).status_code == 422, name
    assert fresh(report).expenses == []
    assert client.post(address, data={**plain, "receipt": (io.BytesIO(PDF), "領収書.pdf")}).status_code == 303
    assert client.post(address, data={**plain, "amount": "500"}).status_code == 303
    kept, bare = sorted(fresh(report).expenses, key=lambda each: -each.amount)
    assert client.get(f"/expenses/{bare.id}/receipt").status_code == 404
    client.sign_in(owner)
    assert client.get(f"/expenses/{kept.id}/receipt").status_code == 404, "not handed in yet"
    client.sign_in(writer(contract))
    answer = client.get(f"/expenses/{kept.id}/receipt")
    assert (answer.status_code, answer.get_data()) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.post(f"/expenses/{bare.id}/remove").status_code == 303
    assert client.post(f"/work-reports/{report.id}/edit", data={"then": "submit"}).status_code == 303
    assert client.post(f"/expenses/{kept.id}/remove").status_code == 409
    assert client.post(address, data=plain).status_code == 409
    client.sign_in(owner)
    assert client.get(f"/expenses/{kept.id}/receipt").status_code == 200


def test_others_know_of_nothing(client: PageClient) -> None:
    contract, _owner, _advisor = reported_contract()
    report = submitted_report(contract)
    client.sign_in(make_client())
    for address in (f"/work-reports/{report.id}", f"/contracts/{contract.id}/work-reports"):
        assert client.get(address).status_code == 404
    assert str(report.id) not in client.get("/work-reports").get_data(as_text=True)


def test_months_that_cannot_be_begun(client: PageClient) -> None:
    contract, _owner, _advisor = reported_contract()
    client.sign_in(writer(contract))
    far = last_month() - timedelta(days=400)
    for month in ({}, {"year": far.year, "month": far.month}):
        assert client.post(f"/contracts/{contract.id}/work-reports", data=month).status_code == 422
