"""A bank's file is taken in once, whole, or not at all; nothing is booked by that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.billing.models import LedgerEntry
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.statements.models import BankStatement, Incoming
from marketplace.statements.operations import LARGEST, import_statement
from marketplace.statements.states import IncomingState
from tests.factories.accounts import make_operator
from tests.factories.statements import csv_file, incomings_of, zengin_file

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient

MON, TUE = date(2026, 11, 16), date(2026, 11, 17)
MINATO, ASKUL = "ｶ)ﾐﾅﾄｾｲｷ", "ｱｽｶﾙ(ｶ"


@pytest.fixture
def operator(client: PageClient) -> User:
    del client
    return make_operator()


@pytest.mark.parametrize(
    "content",
    [
        zengin_file((MON, 1_150_365, MINATO), (TUE, 880_000, ASKUL)),
        csv_file((MON, 1_150_365, MINATO), (TUE, 880_000, ASKUL)),
        csv_file((MON, 1_150_365, "カ）ミナトセイキ"), (TUE, 880_000, "アスカル（カ"), encoding="utf-8-sig"),
    ],
    ids=["zengin", "shift_jis", "utf-8"],
)
def test_what_came_in_is_kept_line_by_line_and_nothing_is_booked(operator: User, content: bytes) -> None:
    kept = import_statement(content, "meisai", by=operator)
    db.session.commit()
    found = [(each.on, each.amount, each.payer, each.state) for each in incomings_of(kept)]
    assert found == [
        (MON, 1_150_365, "ﾐﾅﾄｾｲｷ", IncomingState.OPEN),
        (TUE, 880_000, "ｱｽｶﾙ", IncomingState.OPEN),
    ]
    assert (kept.since, kept.until, kept.new, kept.known, kept.unreadable) == (MON, TUE, 2, 0, [])
    assert db.session.scalar(select(func.count(LedgerEntry.id))) == 0


def test_the_same_file_is_refused_and_an_overlapping_one_brings_only_what_is_new(operator: User) -> None:
    first = csv_file((MON, 1_150_365, MINATO), (MON, 880, ASKUL), (MON, 880, ASKUL))
    import_statement(first, "a.csv", by=operator)
    db.session.commit()
    with pytest.raises(Invalid, match=r"a\.csv"):
        import_statement(first, "b.csv", by=operator)
    later = csv_file((MON, 880, ASKUL), (MON, 880, ASKUL), (MON, 880, ASKUL), (TUE, 1_150_365, MINATO))
    kept = import_statement(later, "c.csv", by=operator)
    db.session.commit()
    assert (kept.new, kept.known) == (2, 2)
    assert [(each.on, each.amount, each.ordinal) for each in incomings_of(kept)] == [(MON, 880, 2), (TUE, 1_150_365, 0)]
    assert db.session.scalar(select(func.sum(Incoming.amount))) == 2 * 1_150_365 + 3 * 880


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "空"),
        (b"a" * (LARGEST + 1), "大きすぎ"),
        (b"%PDF-1.7\n...", "テキスト"),
        (b"PK\x03\x04word", "テキスト"),
        (b"\x00\x01\x02\x03", "テキスト"),
        (b"\xff\xfe\xfd\xfc" * 40, "Shift_JIS"),
        ("名前,電話\n山田,03\n".encode(), "入出金明細"),
        ("日付,お預り金額,摘要\n".encode(), "読み取れる行"),
        ("日付,お預り金額,摘要\nいつか,100,ｱ\n".encode(), "日付を読み取れません"),
        ("日付,お預り金額,摘要\n".encode() + b"2026/11/01,1,a\n" * 10_001, "10,000"),
        (b'"' + b"x" * 200_000, ""),
    ],
)
def test_hostile_files_are_refused_in_words_and_leave_nothing(operator: User, content: bytes, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        import_statement(content, "x", by=operator)
    assert message in str(refused.value.errors["document"])
    assert db.session.scalar(select(func.count(BankStatement.id))) == 0


def test_what_a_database_could_not_hold_is_listed_or_cut(operator: User) -> None:
    content = csv_file((MON, 9_999_999_999_999, MINATO), (MON, 440, "ｱ" * 3000), (MON, 441, "ｱ\x07ｲ"))
    kept = import_statement(content, "x", by=operator)
    db.session.commit()
    assert [len(each.payer_kana) for each in incomings_of(kept)] == [200, 3]
    assert [each["line"] for each in kept.unreadable] == [3]
    assert "9999999999999" in kept.unreadable[0]["text"]


def test_lines_that_cannot_be_read_are_kept_beside_the_others(operator: User) -> None:
    content = csv_file((MON, 440, MINATO)) + "いつか,振込,ｱ,,100,\r\n".encode("cp932")
    kept = import_statement(content, "x", by=operator)
    assert (kept.new, kept.outgoing) == (1, 1)
    assert [(each["line"], each["why"]) for each in kept.unreadable] == [(5, "日付を読み取れません。")]
