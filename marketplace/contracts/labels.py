"""The coded words of contracts, and a version's terms said line by line, in the present locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.contracts.sides import Side, settlement_terms
from marketplace.contracts.states import (
    Between,
    ContractState,
    EndKind,
    PaperKind,
    Proof,
    Signer,
    TalkState,
    VersionState,
)
from marketplace.contracts.terms import FULL_TIME, OF_THE_CLIENT, OF_THE_CONSULTANT
from marketplace.engagements.states import Settlement
from marketplace.formats import date_long, days_a_week, yen
from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext
from marketplace.profiles.labels import BUSINESS_FORM
from marketplace.trade.taxes import Withholding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from marketplace.contracts.models import ContractVersion

STATE: Mapping[StrEnum, str] = {
    ContractState.DRAFTED: lazy_gettext("In preparation"),
    ContractState.SENT: lazy_gettext("Waiting for signatures"),
    ContractState.SIGNED: lazy_gettext("Concluded, not begun"),
    ContractState.ACTIVE: lazy_gettext("In force"),
    ContractState.SUSPENDED: lazy_gettext("Suspended"),
    ContractState.ENDED: lazy_gettext("Ended"),
    ContractState.VOID: lazy_gettext("Void"),
    VersionState.AGREED: lazy_gettext("Agreed"),
}
GROUP: Mapping[str, str] = {
    "open": lazy_gettext("Not concluded yet"),
    "running": lazy_gettext("Concluded"),
    "over": lazy_gettext("Over"),
}
PAPER: Mapping[StrEnum, str] = {
    PaperKind.MASTER: lazy_gettext("Master agreement"),
    PaperKind.INDIVIDUAL: lazy_gettext("Individual contract"),
    PaperKind.AMENDMENT: lazy_gettext("Agreement on a change"),
    PaperKind.ORDER_TERMS: lazy_gettext("Statement of order terms"),
}
SIGNER: Mapping[StrEnum, str] = {
    Signer.OPERATOR: lazy_gettext("Operator"),
    Signer.CLIENT: lazy_gettext("Client"),
    Signer.CONSULTANT: lazy_gettext("Consultant"),
}
PROOF: Mapping[StrEnum, str] = {
    Proof.ONE_TIME_CODE: lazy_gettext("Password and one-time code"),
    Proof.PASSWORD: lazy_gettext("Password, typed again"),
    Proof.UPLOAD: lazy_gettext("Signed elsewhere, file kept"),
}
END: Mapping[StrEnum, str] = {
    EndKind.TERM: lazy_gettext("The last day has passed"),
    EndKind.NOTICE: lazy_gettext("Ended by notice"),
    EndKind.AGREED: lazy_gettext("Ended by agreement"),
    EndKind.BREACH: lazy_gettext("Breach by the consultant"),
    EndKind.UPSTREAM: lazy_gettext("The client's contract ended at once"),
    EndKind.DISASTER: lazy_gettext("Disaster or the like"),
}
TALK: Mapping[StrEnum, str] = {
    TalkState.OPEN: lazy_gettext("Waiting for an answer"),
    TalkState.ANSWERED: lazy_gettext("Answered"),
}
WITHHOLDING: Mapping[StrEnum, str] = {
    Withholding.NONE: lazy_gettext("No withholding (delivery-type PMO work)"),
    Withholding.ADVICE: lazy_gettext("Withheld under article 204 (1) (ii): management consulting"),
    Withholding.WRITING: lazy_gettext("Withheld under article 204 (1) (i): lectures, manuscripts and the like"),
}
BETWEEN: Mapping[StrEnum, str] = {
    Between.CLIENT: lazy_gettext("with the client"),
    Between.CONSULTANT: lazy_gettext("with the consultant"),
    Between.BOTH: lazy_gettext("between the two"),
}
AGREEMENT: Mapping[str, str] = {
    "master_client": lazy_gettext("Master agreement with a client"),
    "master_consultant": lazy_gettext("Master agreement with a consultant"),
    "individual_client": lazy_gettext("Individual contract with a client"),
    "individual_consultant": lazy_gettext("Individual contract with a consultant"),
    "individual_both": lazy_gettext("Contract between client and consultant"),
    "amendment": lazy_gettext("Agreement on a change"),
}
ALL = {**STATE, **PAPER, **SIGNER, **PROOF, **TALK, **WITHHOLDING}  # not END: an agreed end is no agreed version


def side(between: Between) -> str:
    """Return whose paper it is."""
    return BETWEEN[between]


def label(code: StrEnum) -> str:
    """Return a coded word as people read it."""
    return ALL[code]


def end(kind: EndKind) -> str:
    """Return what a contract's end is called."""
    return END[kind]


def term_names() -> dict[str, str]:
    """Return what each term is called, in the order in which terms are read."""
    return {
        "first_day": _("First day"),
        "last_day": _("Last day"),
        "days": _("Days a week"),
        "work": _("Work"),
        "place": _("Place"),
        "order_price": _("Price a month, without tax"),
        "order_settlement": _("Settlement of hours"),
        "order_term": _("Due date"),
        "received_price": _("Fee a month, without tax"),
        "received_settlement": _("Settlement of hours"),
        "received_term": _("Due date"),
        "utilisation": _("Utilisation"),
        "grain": _("Hours are counted in"),
        "calendar_pro_rata": _("Part of a month"),
        "inspection_days": _("The work is checked by"),
        "deemed_approval_days": _("Deemed approval of work reports"),
        "deemed_confirmation_days": _("A payment notice counts as confirmed"),
        "monthly_closing": _("Monthly closing"),
        "shift_agreed": _("Due date on a bank holiday"),
        "reentrusted": _("Re-entrusted work"),
        "business_form": _("Business form"),
        "withholding": _("Withholding tax"),
        "expenses": _("Expenses"),
        "rights": _("Rights"),
        "notice_days": _("Notice before an early end"),
    }


def term_name(name: str) -> str:
    """Return what a term is called; the parts of a settlement are called as the whole."""
    side, _underscore, part = name.partition("_")
    called = term_names()
    other = {"withholding_reason": "withholding"}
    return called[f"{side}_settlement"] if part in HIDDEN_PARTS else called[other.get(name, name)]


HIDDEN_PARTS = {"low", "high", "cut"}  # said within the line of the settlement


def term_lines(
    version: ContractVersion, between: Between, *, only: frozenset[str] | None = None
) -> list[tuple[str, str]]:
    """Return (name, value) of each term that stands on this paper; `only` keeps those that changed.

    A term that was given up has no value any more: on the paper of a change that is said.
    """
    left_out = {Between.CLIENT: OF_THE_CONSULTANT, Between.CONSULTANT: OF_THE_CLIENT, Between.BOTH: OF_THE_CLIENT}
    lines = []
    for name, called in term_names().items():
        parts = {name} | (
            {f"{name.partition('_')[0]}_{part}" for part in HIDDEN_PARTS} if "settlement" in name else set()
        )
        if name in left_out[between] or (only is not None and not parts & only):
            continue
        value = _said(version, name) or (_("no longer agreed") if only is not None else "")
        if value:
            lines.append((called, value))
    return lines


def _said(version: ContractVersion, name: str) -> str:
    value = getattr(version, name)
    match name:
        case "first_day" | "last_day":
            return date_long(value)
        case "days":
            return days_a_week(value)
        case "order_price" | "received_price":
            return price_said(version, Side(name.partition("_")[0])) if value is not None else ""
        case "order_settlement" | "received_settlement":
            return settlement_said(version, Side(name.partition("_")[0]))
        case "withholding" | "business_form":
            return "" if value is None else str(WITHHOLDING[value] if name == "withholding" else BUSINESS_FORM[value])
        case _:
            return _sentence(name, value)


def _sentence(name: str, value: object) -> str:
    said = {
        "utilisation": _("%(n)s %% of full time", n=value) if value != FULL_TIME else "",
        "grain": _("%(n)s minutes a day, summed up for the month", n=value),
        "calendar_pro_rata": _("by calendar days") if value else _("by business days"),
        "inspection_days": _("%(n)s business days after the end of the month", n=value),
        "deemed_approval_days": _("%(n)s business days after it was handed in, if nothing is said", n=value)
        if value
        else _("never by silence"),
        "deemed_confirmation_days": _("%(n)s days after it was sent, if no error is reported", n=value),
        "notice_days": _("%(n)s days", n=value),
    }
    where_agreed = {
        "monthly_closing": _(
            "services are closed by the month; the last day of the month counts as the day of receipt"
        ),
        "shift_agreed": _("paid on the next business day, at most two days later"),
        "reentrusted": _("the fee is due within 30 days after the client's due date"),
    }
    if name in where_agreed:
        return where_agreed[name] if value else ""
    return said.get(name, str(value))


def price_said(version: ContractVersion, side: Side) -> str:
    """Say the price of a whole month: at a utilisation below full time what it comes from as well."""
    terms = settlement_terms(version, side)
    if version.utilisation == FULL_TIME:
        return yen(terms.full)
    return _("%(amount)s (%(n)s %% of %(full)s at full time)",
             amount=yen(terms.full), n=version.utilisation, full=yen(terms.monthly))  # fmt: skip


def settlement_said(version: ContractVersion, side: Side) -> str:
    """Say how hours are settled on a side: range, both unit prices, their cut; nothing without a price."""
    kind = getattr(version, f"{side.value}_settlement")
    if kind is Settlement.FIXED:
        return _("fixed, no settlement")
    if getattr(version, f"{side.value}_price") is None:
        return ""
    terms = settlement_terms(version, side)
    low, high = terms.range_minutes
    kind_said = {Settlement.SPLIT: _("upper/lower split"), Settlement.MIDDLE: _("middle split")}[kind]
    return _(
        "%(low)s to %(high)s hours; below %(below)s an hour less, above %(above)s an hour more"
        " (%(kind)s, cut below %(cut)s)",
        low=hours(low), high=hours(high), below=yen(terms.short_unit),
        above=yen(terms.over_unit), kind=kind_said, cut=yen(terms.unit_cut),
    )  # fmt: skip


def hours(minutes: int) -> str:
    """Say minutes as hours: 140, 73.5."""
    return f"{minutes / 60:g}"
