"""Shapes of the screens of accounts and payment runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import BooleanField, RadioField, SelectChoice, StringField, validators

from marketplace.accounts.proving import ProofForm
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, DayField, Form, ParagraphField, TextField, VersionField
from marketplace.own_account import OwnDetails
from marketplace.payouts.labels import ACCOUNT_TYPE
from marketplace.trade.banks import AccountType, account, japan_post_account
from marketplace.trade.kana import MOST_OF_A_PAYEE, passbook_kana
from marketplace.trade.refusal import Refusal
from marketplace.trade.transfer_file import REQUESTERS_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms import Field

    from marketplace.own_account import OwnAccount
    from marketplace.trade.banks import Account

PAYEES_TYPES = (AccountType.ORDINARY, AccountType.CURRENT, AccountType.SAVINGS)


def _types(kinds: Iterable[AccountType]) -> list[SelectChoice]:
    return [SelectChoice(each.value, ACCOUNT_TYPE[each]) for each in kinds]


class HolderForm(ProofForm):
    """Whose name the passbook bears, and the password again."""

    holder = TextField(
        _("Account holder in kana"), required=True, longest=100, description=_("As it stands in the passbook.")
    )

    def validate_holder(self, field: Field) -> None:
        """As banks take it (R32)."""
        try:
            passbook_kana(field.data or "", most=MOST_OF_A_PAYEE)
        except Refusal as refused:
            raise validators.ValidationError(str(refused.message)) from refused


class BankAccountForm(HolderForm):
    """An account at a branch that was chosen before."""

    kind = RadioField(_("Account type"), [validators.InputRequired(_("Please choose one."))])
    number = TextField(_("Account number"), required=True, longest=20, description=_("Up to seven digits."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = _types(PAYEES_TYPES)

    def account(self, bank: str, branch: str) -> Account | None:
        """Return the account, or say beside the number what is wrong."""
        try:
            return account(bank, branch, self.kind.data, self.number.data or "")
        except Refusal as refused:
            self.number.errors = [*self.number.errors, refused.message]
            return None


class PostAccountForm(HolderForm):
    """An account at ゆうちょ銀行, by what stands in its passbook."""

    symbol = TextField(_("Symbol (記号)"), required=True, longest=10, description=_("Five digits."))
    number = TextField(_("Number (番号)"), required=True, longest=20, description=_("Up to eight digits."))

    def account(self) -> Account | None:
        """Return the account as other banks transfer to it, or say what is wrong."""
        try:
            return japan_post_account(self.symbol.data or "", self.number.data or "")
        except Refusal as refused:
            self.number.errors = [*self.number.errors, refused.message]
            return None


class OwnAccountForm(ProofForm):
    """The operator's own account."""

    bank_code = TextField(_("Bank code"), required=True, longest=4, description=_("Four digits."))
    branch_code = TextField(_("Branch code"), required=True, longest=3, description=_("Three digits."))
    kind = RadioField(_("Account type"), [validators.InputRequired(_("Please choose one."))])
    number = TextField(_("Account number"), required=True, longest=20, description=_("Up to seven digits."))
    holder = TextField(
        _("Account holder in kana"), required=True, longest=100, description=_("As it stands in the passbook.")
    )
    requester_code = TextField(
        _("Requester's code (振込依頼人コード)"), required=True, longest=10,
        description=_("Up to ten digits, given by the bank for files of transfers."),
    )  # fmt: skip
    line_ends = RadioField(
        _("End of a record"), choices=[SelectChoice("1", _("Line break (CR LF)")), SelectChoice("0", _("None"))],
        description=_("As set at the bank. Most take line breaks."), default="1",
    )  # fmt: skip
    revision = VersionField(validators=[validators.Optional()])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = _types(each for each in AccountType if each in REQUESTERS_TYPES)

    def show(self, row: OwnAccount | None) -> None:
        """Begin with what is kept."""
        self.revision.data = row.revision if row else 0
        if row is None:
            return
        for name in ("bank_code", "branch_code", "number", "holder", "requester_code"):
            self[name].data = getattr(row, name)
        self.kind.data, self.line_ends.data = row.kind.value, "1" if row.line_ends else "0"

    def details(self) -> OwnDetails:
        """Return what was entered."""
        text = {
            name: self[name].data or "" for name in ("bank_code", "branch_code", "number", "holder", "requester_code")
        }
        return OwnDetails(kind=self.kind.data, line_ends=self.line_ends.data == "1", **text)


class DayForm(Form):
    """The day of transfer that a run is looked at for."""

    pay_on = DayField(_("Day of transfer"), required=True)


class MakeForm(DayForm):
    """A run of what the page has shown."""

    seen = StringField()


class ReturnForm(Form):
    """Which payment the bank has returned, when, and why."""

    payment = ChoiceField(_("Payment"), tuple, asked=True)
    on = DayField(_("Day of the return"), required=True)
    words = ParagraphField(_("Reason that the bank gives"), required=True, longest=300)


class CancelForm(Form):
    """Why a run is given up, and where its file has left, that the bank does not carry it out."""

    reason = ParagraphField(_("Reason"), required=True, longest=500)
    stopped = BooleanField(_("The bank does not carry out this file: I have made sure"))
    version = VersionField(validators=[validators.Optional()])
