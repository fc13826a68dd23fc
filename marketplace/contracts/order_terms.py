"""取引条件の明示 (3条通知): the items that an order must state, whether it does, and the statement itself.

Items 1 to 8 of article 1 of the rules under the Freelance Act, article 3, and the three of re-entrusted work; the
payment is by bank transfer, so that item 9 (another way than cash) does not arise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.clock import TOKYO, today
from marketplace.contracts.labels import price_said, settlement_said
from marketplace.contracts.sides import Side
from marketplace.engagements.states import ContractModel
from marketplace.formats import date_long
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.contracts.models import ContractVersion


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One item of the statement: its code, its name, and what is stated; empty: nothing yet."""

    code: str
    name: str
    stated: str


def order_items(version: ContractVersion, known: Mapping[str, str]) -> list[OrderItem]:
    """Return the items in the order of the rules; `known` holds the parties' names (wording.names)."""
    via = version.contract.model is ContractModel.VIA
    orderer = known["operator_name"] if via else known["client_name"]
    parties = _("%(orderer)s (orders), %(consultant)s (performs)", orderer=orderer, consultant=known["consultant_name"])
    fee = "".join(
        (price_said(version, Side.RECEIVED), _(" a month, without tax; "), settlement_said(version, Side.RECEIVED))
    )
    items = [
        OrderItem("parties", _("Parties"), parties if orderer and known["consultant_name"] else ""),
        OrderItem(
            "ordered_on",
            _("Date of the order"),
            date_long(version.sent_at.astimezone(TOKYO).date() if version.sent_at else today()),
        ),
        OrderItem("work", _("Content of the work"), "\n".join(each for each in (version.work, version.rights) if each)),
        OrderItem("period", _("Period"), f"{date_long(version.first_day)} 〜 {date_long(version.last_day)}"),
        OrderItem("place", _("Place"), version.place),
        OrderItem(
            "inspection",
            _("Inspection ends"),
            _("%(n)s business days after the end of the month", n=version.inspection_days),
        ),
        OrderItem("fee", _("Fee"), fee),
        OrderItem("expenses", _("Expenses"), version.expenses or _("Borne by the consultant; included in the fee")),
        OrderItem("due", _("Due date"), version.received_term),
        OrderItem("method", _("Way of payment"), _("bank transfer")),
    ]
    if version.reentrusted:
        items += [
            OrderItem("reentrusted", _("Re-entrusted work"), _("This is work re-entrusted by the orderer.")),
            OrderItem("original_client", _("Original client"), known["client_name"]),
            OrderItem("clients_due", _("Due date of the client's payment"), version.order_term),
        ]
    return items


def missing_items(items: list[OrderItem]) -> list[str]:
    """Return the names of the items that are not stated (R2)."""
    return [item.name for item in items if not item.stated.strip()]


def statement(items: list[OrderItem]) -> str:
    """Return the statement as text, one item a line."""
    colon = "：" if present_locale() == "ja" else ": "
    title = _("Statement of order terms under article 3 of the Freelance Act")
    return "\n\n".join([title, *(f"{n}. {item.name}{colon}{item.stated}" for n, item in enumerate(items, 1))])
