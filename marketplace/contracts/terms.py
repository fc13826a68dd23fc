"""The terms of one version of a contract: what is agreed in figures and words, and the rules within them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from marketplace.engagements.states import ContractModel, Settlement
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.contracts.models import ContractVersion
    from marketplace.profiles.states import BusinessForm
    from marketplace.trade.taxes import Withholding

LONGEST = timedelta(days=5 * 366)
MOST_MINUTES = 300 * 60
GRAINS = (15, 30)
FULL_TIME = 100  # percent


@dataclass(frozen=True, slots=True)
class Terms:
    """What both sides agree on. Fees: yen a month excluding tax at the contracted days; ranges: minutes a month.

    Where a utilisation below 100 is agreed (days that change from week to week), both are those of full time.
    """

    first_day: date
    last_day: date
    days: int  # a week
    work: str  # 業務内容 (給付の内容)
    place: str
    received_price: int  # the consultant's fee
    received_settlement: Settlement
    received_low: int
    received_high: int
    received_cut: int  # unit prices are cut below this many yen
    received_term: str  # 支払期日 of the consultant's fee, e.g. 毎月末日締め翌月末日払い
    order_price: int | None = None  # the client's price; None in a DIRECT contract
    order_settlement: Settlement = Settlement.SPLIT
    order_low: int = 0
    order_high: int = 0
    order_cut: int = 10
    order_term: str = ""
    utilisation: int = 100  # 稼働率 in percent: prices and ranges above are of full time, and this share is agreed
    grain: int = 15  # minutes
    calendar_pro_rata: bool = False  # 暦日割; otherwise 営業日割
    monthly_closing: bool = True  # 月単位で締める合意 (the "2 months" reading of 60 days)
    shift_agreed: bool = False  # 金融機関休業日の翌営業日払いの合意
    reentrusted: bool = False  # the 30-day rule after the client's due date is used
    inspection_days: int = 5  # business days after the month's end until the work is checked
    deemed_approval_days: int = 0  # business days after which silence approves a work report; 0: never
    deemed_confirmation_days: int = 7  # calendar days after which silence confirms a payment notice
    notice_days: int = 30
    expenses: str = ""
    rights: str = ""  # 知的財産 (given with the content of the work)
    withholding: Withholding | None = None  # no silent default
    withholding_reason: str = ""
    business_form: BusinessForm | None = None  # the consultant's, as withholding was decided for it; never typed

    def values(self) -> dict[str, object]:
        """Return the terms as columns."""
        return asdict(self)


NAMES = tuple(each.name for each in fields(Terms))
OF_THE_CLIENT = frozenset({"order_price", "order_settlement", "order_low", "order_high", "order_cut", "order_term"})
OF_THE_CONSULTANT = frozenset(
    {"received_price", "received_settlement", "received_low", "received_high", "received_cut", "received_term"}
    | {"withholding", "withholding_reason", "business_form", "deemed_confirmation_days", "reentrusted"}
)
ON_NO_PAPER = frozenset({"withholding_reason"})  # the desk's own note of why


def terms_of(version: ContractVersion) -> Terms:
    """Return the terms of a version."""
    return Terms(**{name: getattr(version, name) for name in NAMES} | {"business_form": form_of(version)})


def form_of(version: ContractVersion) -> BusinessForm | None:
    """Return the form of business that the terms were decided for; the profile's where none was kept with them.

    A consultant who becomes a company ends no withholding by that: somebody decides on it, by an amendment.
    """
    return version.business_form or version.contract.application.consultant.business_form


def changed_names(before: Terms, after: Terms) -> frozenset[str]:
    """Return the names of the terms that differ."""
    return frozenset(name for name in NAMES if getattr(before, name) != getattr(after, name))


def errors_in(terms: Terms, model: ContractModel) -> dict[str, str]:
    """Return what is wrong whatever else is missing, by field."""
    errors: dict[str, str] = {}
    if terms.last_day < terms.first_day:
        errors["last_day"] = _("The last day is before the first.")
    if terms.last_day - terms.first_day > LONGEST:
        errors["last_day"] = _("A contract is for five years at most.")
    errors |= _range_errors(terms, "received")
    if terms.received_price <= 0:
        errors["received_price"] = _("A fee is more than nothing.")
    if model is ContractModel.VIA:
        errors |= _range_errors(terms, "order")
        if terms.order_price is not None and terms.order_price < terms.received_price:
            errors["order_price"] = _("The client's price is below what the consultant receives.")
    if not 1 <= terms.utilisation <= FULL_TIME:
        errors["utilisation"] = _("A share of full time: 1 to 100 percent.")
    if terms.grain not in GRAINS:
        errors["grain"] = _("Hours are counted in 15 or 30 minutes.")
    if terms.withholding is not None and not terms.withholding_reason.strip():
        errors["withholding_reason"] = _("Say why: the tax office asks for it.")
    return errors


def _range_errors(terms: Terms, side: str) -> dict[str, str]:
    low, high = getattr(terms, f"{side}_low"), getattr(terms, f"{side}_high")
    if getattr(terms, f"{side}_settlement") is Settlement.FIXED:
        return {}
    if low > high:
        return {f"{side}_high": _("The upper end of the range lies below the lower one.")}
    if low <= 0 or high > MOST_MINUTES:
        return {f"{side}_high": _("The range of hours goes from more than nothing to 300 at most.")}
    return {}


def prolonged(terms: Terms, last_day: date) -> Terms:
    """Return the same terms until another last day."""
    return replace(terms, last_day=last_day)
