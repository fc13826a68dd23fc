"""What the demo postings have in common: how a recruiter is named, and the terms of the trade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.engagements.states import ContractModel, ContractType, Settlement

if TYPE_CHECKING:
    from typing import Any


def company(name: str, industry: str, size: str, prefecture: str, address: str, contact: str) -> dict[str, Any]:
    """Return what a posting says of who recruits, for the company and, under R1, for the posting itself."""
    return {
        "company": {
            "name": name,
            "industry": industry,
            "size": size,
            "prefecture": prefecture,
            "address": address,
            "contact": contact,
        },
        "recruiter_name": name,
        "recruiter_address": address,
        "recruiter_contact": contact,
    }


def terms(days: int, hours: tuple[int, int] | None, payment_terms: str) -> dict[str, Any]:
    """Return the terms all of them share: 準委任 with the operator between, 30 days' notice, individuals welcome."""
    return {
        "days_min": days,
        "days_max": days,
        "settlement": Settlement.SPLIT if hours else Settlement.FIXED,
        "hours_min": hours[0] if hours else None,
        "hours_max": hours[1] if hours else None,
        "payment_terms": payment_terms,
        "contract_type": ContractType.QUASI_MANDATE_TIME,
        "contract_model": ContractModel.VIA,
        "accepts_individual": True,
        "accepts_company": True,
        "reentrust": False,
        "answer_days": 5,
        "notice_days": 30,
        "termination_note": "解約・不更新は30日前までに予告",
    }
