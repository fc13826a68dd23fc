"""The lives of a contract, a version and a talk: every pair of states against the lists written out here."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from marketplace.contracts import labels
from marketplace.contracts.models import Contract, ContractVersion, PriceTalk
from marketplace.contracts.states import SIGNERS, Between, ContractState, EndKind, Signer, TalkState, VersionState
from marketplace.errors import TransitionRefused

if TYPE_CHECKING:
    from enum import StrEnum

ALLOWED = {
    Contract: {
        ("drafted", "sent"), ("drafted", "void"),
        ("sent", "signed"), ("sent", "void"),
        ("signed", "active"),
        ("active", "suspended"), ("active", "ended"),
        ("suspended", "active"), ("suspended", "ended"),
    },
    ContractVersion: {("drafted", "sent"), ("drafted", "void"), ("sent", "agreed"), ("sent", "void")},
    PriceTalk: {("open", "answered")},
}  # fmt: skip
PAIRS = [
    (model, old, new)
    for model, states in ((Contract, ContractState), (ContractVersion, VersionState), (PriceTalk, TalkState))
    for old, new in product(states, states)
]


@pytest.mark.parametrize(("model", "old", "new"), PAIRS, ids=lambda each: getattr(each, "__name__", str(each)))
def test_a_state_follows_only_where_the_list_says_so(
    model: type[Contract | ContractVersion | PriceTalk], old: StrEnum, new: StrEnum
) -> None:
    record = model(state=old)
    if (old.value, new.value) in ALLOWED[model]:
        setattr(record, "state", new)  # noqa: B010 - of any of the three kinds
        assert record.state is new
        return
    with pytest.raises(TransitionRefused):
        setattr(record, "state", new)  # noqa: B010
    assert record.state is old


def test_whoever_signs_is_who_the_paper_is_between() -> None:
    assert SIGNERS == {
        Between.CLIENT: (Signer.OPERATOR, Signer.CLIENT),
        Between.CONSULTANT: (Signer.OPERATOR, Signer.CONSULTANT),
        Between.BOTH: (Signer.CLIENT, Signer.CONSULTANT),
    }


def test_no_coded_word_says_two_things() -> None:
    tables = (labels.STATE, labels.PAPER, labels.SIGNER, labels.PROOF, labels.TALK, labels.WITHHOLDING)
    assert sum(map(len, tables)) == len(labels.ALL)
    assert labels.label(VersionState.AGREED) != labels.end(EndKind.AGREED)
