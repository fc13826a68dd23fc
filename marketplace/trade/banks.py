"""Banks, branches and accounts in Japan (R33 of the trade's rules).

Codes, names and kana come from zengin-code, which reads some 1,150 files of branches when it is imported: about 0.2 s
and 22 MB, once a process and only in one that looks a bank up.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from marketplace.i18n import lazy_gettext as _
from marketplace.trade.kana import half_width
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

JAPAN_POST_BANK = "9900"  # ゆうちょ銀行
ACCOUNT_DIGITS = 7


class AccountType(StrEnum):
    """預金種目, by its code in the bank's records."""

    ORDINARY = "1"  # 普通
    CURRENT = "2"  # 当座
    SAVINGS = "4"  # 貯蓄
    OTHER = "9"


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank by its four digits."""

    code: str
    name: str
    kana: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a bank by its three digits."""

    bank: Bank
    code: str
    name: str
    kana: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account that can be paid into: its branch exists, its number has seven digits."""

    branch: Branch
    kind: AccountType
    number: str


@cache
def _listed() -> dict[str, Any]:
    """Return zengin-code's banks by code; the import is what costs."""
    from zengin_code import Bank as Listed  # noqa: PLC0415 - see the module's text

    return dict(Listed.all)


def _digits(text: str) -> str:
    """Return a code or number as people type it without width, hyphens and spaces."""
    return re.sub(r"[\s\-‐−ー]+", "", unicodedata.normalize("NFKC", text))


def bank(code: str) -> Bank:
    """Return a bank by its code, or refuse a code that no bank has."""
    found = _listed().get(_digits(code))
    if found is None:
        raise Refusal(_("There is no bank with the code %(code)s.", code=code))
    return Bank(found.code, found.name, half_width(found.kana))


def branch(bank_code: str, code: str) -> Branch:
    """Return a branch by its bank's code and its own, or refuse one that does not exist."""
    of = bank(bank_code)
    found = _listed()[of.code].branches.get(_digits(code))
    if found is None:
        raise Refusal(_("%(bank)s has no branch with the code %(code)s.", bank=of.name, code=code))
    return Branch(of, found.code, found.name, half_width(found.kana))


def _found(listed: Mapping[str, Any], words: str, most: int) -> list[str]:
    """Return the codes of what begins with these words by code or kana, or has them in its name."""
    spelt = half_width(words)
    if not spelt:
        return []
    fitting = (
        code
        for code, each in listed.items()
        if code.startswith(spelt) or half_width(each.kana).startswith(spelt) or spelt in half_width(each.name)
    )
    return list(islice(fitting, most))


def banks_named(words: str, *, most: int = 20) -> list[Bank]:
    """Find banks by the beginning of code or kana, or by part of the name, in the order of their codes."""
    return [bank(code) for code in _found(_listed(), words, most)]


def branches_named(bank_code: str, words: str, *, most: int = 20) -> list[Branch]:
    """Find branches of a bank like banks."""
    of = bank(bank_code)
    return [branch(of.code, code) for code in _found(_listed()[of.code].branches, words, most)]


def account(bank_code: str, branch_code: str, kind: str, number: str) -> Account:
    """Check an account to be paid into (R33): codes that exist, a type of the record, one to seven digits."""
    of = branch(bank_code, branch_code)
    if kind not in set(AccountType):
        raise Refusal(_("There is no account type %(kind)s.", kind=kind))
    digits = _digits(number)
    if not re.fullmatch(rf"[0-9]{{1,{ACCOUNT_DIGITS}}}", digits):
        raise Refusal(_("An account number has one to seven digits."))
    return Account(of, AccountType(kind), digits.zfill(ACCOUNT_DIGITS))


def japan_post_account(symbol: str, number: str) -> Account:
    """Convert ゆうちょ's 記号 and 番号 to the branch and the seven digits that other banks transfer to.

    A 記号 that begins with 1 is of an ordinary account: the branch is its second and third digits and 8, and the 番号
    loses its last digit. One that begins with 0 is of a transfer account (振替口座): the branch ends in 9, and the 番号
    stays whole. A digit after the 記号 (再発行) is of no matter.
    """
    mark, digits = _digits(symbol), _digits(number)
    ordinary = re.fullmatch(r"1([0-9]{2})[0-9]{2}[0-9]?", mark) and re.fullmatch(r"[0-9]{1,7}1", digits)
    current = re.fullmatch(r"0([0-9]{2})[0-9]{2}[0-9]?", mark) and re.fullmatch(r"[0-9]{1,6}", digits)
    if ordinary:
        return account(JAPAN_POST_BANK, f"{mark[1:3]}8", AccountType.ORDINARY, digits[:-1])
    if current:
        return account(JAPAN_POST_BANK, f"{mark[1:3]}9", AccountType.CURRENT, digits)
    raise Refusal(_("The symbol has five digits and begins with 1 or 0; the number has up to eight and ends in 1."))
