"""A run's file: written once when the run is made, kept sealed, and the same bytes ever after."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from marketplace import files
from marketplace.billing.sealing import seal, unseal
from marketplace.clock import today
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.money import Yen
from marketplace.trade.banks import account
from marketplace.trade.kana import passbook_kana
from marketplace.trade.transfer_file import Header, Payment, transfer_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.own_account import OwnAccount
    from marketplace.payouts.models import PaymentRun
    from marketplace.payouts.queries import Payable

FOLDER = "transfers"
CODE_DIGITS = 10  # of a customer's code in a record


def written(own: OwnAccount, payable: Sequence[Payable], pay_on: date) -> bytes:
    """Return the bank's file, or refuse it as a whole."""
    header = Header(own.requester_code, own.holder, pay_on, own.account())
    return transfer_file(header, [_payment(each) for each in payable], today=today(), newline=own.line_ends)


def _payment(each: Payable) -> Payment:
    to = each.account
    return Payment(
        account(to.bank_code, to.branch_code, to.kind, unseal(to.sealed_number)), passbook_kana(to.holder),
        Yen(each.notice.transfer), customer_code=_code(each.notice.number),
    )  # fmt: skip


def _code(number: str) -> int:
    """Return the digits of a notice's number, PN-2026-000001: by them the bank's answer is matched to it."""
    return int(re.sub(r"\D", "", number)[-CODE_DIGITS:])


def kept(content: bytes) -> tuple[str, str]:
    """Keep a file; return its key and the SHA-256 of what the bank gets."""
    return files.put(seal(content.decode("cp932")).encode(), folder=FOLDER), hashlib.sha256(content).hexdigest()


def content_of(run: PaymentRun) -> bytes:
    """Return a run's file, or refuse to hand out anything else."""
    try:
        content = unseal(files.read(run.file_key).decode()).encode("cp932")
    except (FileNotFoundError, ValueError):
        content = b""
    if hashlib.sha256(content).hexdigest() != run.file_sha256:
        raise DomainError(_("The file is gone, or not what was made. Cancel this run and make another."))
    return content


def file_name(run: PaymentRun) -> str:
    """Return what the file is called at the operator's: the day of transfer and the run."""
    return f"furikomi-{run.pay_on:%Y%m%d}-{run.number}.txt"
