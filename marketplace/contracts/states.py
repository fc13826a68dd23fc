"""A contract's life, a version's life, and the coded words of both."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ContractState(StrEnum):
    """drafted → sent → signed → active ⇄ suspended → ended; drafted, sent → void."""

    DRAFTED = "drafted"
    SENT = "sent"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    VOID = "void"


_S = ContractState
EDGES: Edges = {
    _S.DRAFTED: frozenset({_S.SENT, _S.VOID}),
    _S.SENT: frozenset({_S.SIGNED, _S.VOID}),
    _S.SIGNED: frozenset({_S.ACTIVE}),
    _S.ACTIVE: frozenset({_S.SUSPENDED, _S.ENDED}),
    _S.SUSPENDED: frozenset({_S.ACTIVE, _S.ENDED}),
    _S.ENDED: frozenset(),
    _S.VOID: frozenset(),
}
KNOWN = frozenset(_S) - {_S.DRAFTED}  # to the parties: a draft is the desk's own
CONCLUDED = frozenset({_S.SIGNED, _S.ACTIVE, _S.SUSPENDED, _S.ENDED})
RUNNING = frozenset({_S.SIGNED, _S.ACTIVE, _S.SUSPENDED})
GROUPS = {  # as lists show them
    "open": frozenset({_S.DRAFTED, _S.SENT}),
    "running": RUNNING,
    "over": frozenset({_S.ENDED, _S.VOID}),
}


class VersionState(StrEnum):
    """drafted → sent → agreed; drafted, sent → void. The terms of a version are changed only while it is drafted."""

    DRAFTED = "drafted"
    SENT = "sent"
    AGREED = "agreed"
    VOID = "void"


VERSION_EDGES: Edges = {
    VersionState.DRAFTED: frozenset({VersionState.SENT, VersionState.VOID}),
    VersionState.SENT: frozenset({VersionState.AGREED, VersionState.VOID}),
    VersionState.AGREED: frozenset(),
    VersionState.VOID: frozenset(),
}


class PaperKind(StrEnum):
    """基本契約 once per party, 個別契約 per engagement, its amendment (変更合意), and 取引条件の明示 (3条通知)."""

    MASTER = "master"
    INDIVIDUAL = "individual"
    AMENDMENT = "amendment"
    ORDER_TERMS = "order_terms"


class Between(StrEnum):
    """Whose paper it is: the client's or the consultant's with the operator (VIA), or of the two (DIRECT)."""

    CLIENT = "client"
    CONSULTANT = "consultant"
    BOTH = "both"


class Signer(StrEnum):
    """A party that signs."""

    OPERATOR = "operator"
    CLIENT = "client"
    CONSULTANT = "consultant"


SIGNERS = {
    Between.CLIENT: (Signer.OPERATOR, Signer.CLIENT),
    Between.CONSULTANT: (Signer.OPERATOR, Signer.CONSULTANT),
    Between.BOTH: (Signer.CLIENT, Signer.CONSULTANT),
}


class Proof(StrEnum):
    """How it was made sure that the account's own person signs."""

    ONE_TIME_CODE = "one_time_code"  # the second factor, beside the password of the sign-in
    PASSWORD = "password"  # noqa: S105 - typed again for this signature; no second factor is set up
    UPLOAD = "upload"  # signed elsewhere; the signed file is kept


class EndKind(StrEnum):
    """Why a contract has ended."""

    TERM = "term"  # its last day has passed
    NOTICE = "notice"
    AGREED = "agreed"
    BREACH = "breach"
    UPSTREAM = "upstream"  # 再委託: the client's contract ended so that an immediate end is unavoidable
    DISASTER = "disaster"


PARTIES = (Signer.CLIENT, Signer.CONSULTANT)


class TalkState(StrEnum):
    """A price-revision talk (価格協議): closed only with an answer in words (R44)."""

    OPEN = "open"
    ANSWERED = "answered"


TALK_EDGES: Edges = {TalkState.OPEN: frozenset({TalkState.ANSWERED}), TalkState.ANSWERED: frozenset()}
