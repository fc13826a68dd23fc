"""A consultant's account: entered with the password again, told at once, and not used for the hours of a hold (R35)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.billing.sealing import seal
from marketplace.clock import now
from marketplace.db import db
from marketplace.payouts import notices
from marketplace.payouts.models import BankAccount
from marketplace.payouts.queries import account_in_use
from marketplace.settings import Name, value_of
from marketplace.trade.kana import legible_kana

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant
    from marketplace.trade.banks import Account

SHOWN = 2  # digits


def save_bank_account(consultant: Consultant, account: Account, *, holder: str, by: User) -> BankAccount:
    """Keep an account in the place of the one before; who it belonged to until now is told at once.

    Mails go to today's address and to the one under which the account before was entered: whoever took over the
    mailbox first does not get rid of the warning. A payment run that is made already pays to the account before.
    """
    holder = legible_kana(holder)
    before = account_in_use(consultant.id, locked=True)
    moment = now()
    if before is not None:
        before.replaced_at = moment
        db.session.flush()  # before the new row: one account is in use at a time
    kept = BankAccount(
        consultant_id=consultant.id, bank_code=account.branch.bank.code, branch_code=account.branch.code,
        kind=account.kind, sealed_number=seal(account.number), ending=account.number[-SHOWN:], holder=holder,
        email=by.email, changed_at=moment, changed_by_id=by.id,
        usable_from=moment + timedelta(hours=value_of(Name.BANK_HOLD_HOURS)),
    )  # fmt: skip
    db.session.add(kept)
    record(by, "bank account saved", kept, replaced=before is not None, ending=kept.ending)
    notices.account_changed(kept, bank=account.branch.bank.name, before=before, to=by)
    return kept
