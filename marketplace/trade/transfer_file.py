"""The file of 総合振込 that a bank takes: records of 120 bytes (R31, R33, R34 of the trade's rules; their section 5).

全銀協制定フォーマット: one header, the payments, one trailer, one end; cp932, one byte a character; digits at the right
with zeros, letters at the left with spaces; CR LF after each record, or nothing, as the bank wants it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.trade.banks import Account, AccountType
from marketplace.trade.due_dates import is_bank_day
from marketplace.trade.kana import MOST_OF_A_PAYEE, MOST_OF_A_REQUESTER, fitting, passbook_kana
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from marketplace.money import Yen

LENGTH = 120
MOST_YEN = 9_999_999_999
MOST_IN_A_FILE = 999_999_999_999
AHEAD = timedelta(days=30)  # MMDD has no year: banks take what lies close
NAME = 15  # bytes of a bank's or branch's name, which is optional
REQUESTERS_TYPES = frozenset({AccountType.ORDINARY, AccountType.CURRENT, AccountType.OTHER})


@dataclass(frozen=True, slots=True)
class Header:
    """Who pays, from which account, on which day; `code` is the ten digits that the bank gave (振込依頼人コード)."""

    code: str
    kana: str
    pay_on: date
    account: Account


@dataclass(frozen=True, slots=True)
class Payment:
    """One transfer. `edi` (up to 20 bytes) takes the place of the two customer codes of ten digits."""

    account: Account
    kana: str
    amount: Yen
    customer_code: int = 0
    second_code: int = 0
    edi: str = ""


def refuse_day(pay_on: date, today: date) -> None:
    """Refuse a day of transfer on which banks are closed, that is past, or too far ahead (R34)."""
    if not is_bank_day(pay_on):
        raise Refusal(_("Banks do not transfer money on %(day)s.", day=pay_on.isoformat()))
    if pay_on < today:
        raise Refusal(_("The day of transfer is past."))
    if pay_on - today > AHEAD:
        raise Refusal(_("The day of transfer is more than 30 days ahead: the file holds no year."))


def transfer_file(header: Header, payments: Sequence[Payment], *, today: date, newline: bool = True) -> bytes:
    """Write the file, or refuse it as a whole: nothing is cut, left out or guessed."""
    refuse_day(header.pay_on, today)
    if not payments:
        raise Refusal(_("There is nothing to pay."))
    records = [_header(header), *(_payment(each) for each in payments), _trailer(payments), _record([("9", 1)])]
    return b"".join(record + (b"\r\n" if newline else b"") for record in records)


def _digits(number: int | str, width: int) -> tuple[str, int]:
    return str(number).zfill(width), width


def _record(fields: Iterable[tuple[str, int]]) -> bytes:
    """Join fields of (text, bytes); the rest of a record is spaces. A field that is too long is a bug of ours."""
    parts = []
    for text, width in fields:
        part = text.encode("cp932")
        if len(part) > width:
            raise ValueError(text)
        parts.append(part.ljust(width))
    return b"".join(parts).ljust(LENGTH)


def _place(account: Account) -> list[tuple[str, int]]:
    """A bank and a branch: their codes, and their names as far as the fields hold them."""
    branch = account.branch
    return [
        (branch.bank.code, 4),
        (fitting(branch.bank.kana, NAME), NAME),
        (branch.code, 3),
        (fitting(branch.kana, NAME), NAME),
    ]


def _header(header: Header) -> bytes:
    if not (header.code.isascii() and header.code.isdigit() and len(header.code) <= 10):  # noqa: PLR2004 - its width
        raise Refusal(_("The code that the bank gave for transfers has up to ten digits."))
    if header.account.kind not in REQUESTERS_TYPES:
        raise Refusal(_("Transfers are not made from an account of this type."))
    return _record(
        [
            ("1", 1),
            ("21", 2),
            ("0", 1),
            _digits(header.code, 10),
            (passbook_kana(header.kana, most=MOST_OF_A_REQUESTER), MOST_OF_A_REQUESTER),
            (header.pay_on.strftime("%m%d"), 4),
            *_place(header.account),
            (header.account.kind.value, 1),
            (header.account.number, 7),
        ]
    )


def _payment(payment: Payment) -> bytes:
    if not 1 <= payment.amount <= MOST_YEN:
        raise Refusal(_("A transfer is of 1 to 9,999,999,999 yen."))
    codes = [_digits(payment.customer_code, 10), _digits(payment.second_code, 10)]
    if payment.edi:
        codes = [(passbook_kana(payment.edi, most=20), 20)]
    return _record(
        [
            ("2", 1),
            *_place(payment.account),
            ("0000", 4),
            (payment.account.kind.value, 1),
            (payment.account.number, 7),
            (passbook_kana(payment.kana), MOST_OF_A_PAYEE),
            _digits(payment.amount, 10),
            ("0", 1),
            *codes,
            ("7", 1),
            ("Y" if payment.edi else "", 1),
        ]
    )


def _trailer(payments: Sequence[Payment]) -> bytes:
    total = sum(payment.amount for payment in payments)
    if total > MOST_IN_A_FILE:
        raise Refusal(_("One file holds less than a trillion yen: make two."))
    return _record([("8", 1), _digits(len(payments), 6), _digits(total, 12)])
