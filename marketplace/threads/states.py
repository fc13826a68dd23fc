"""Who takes part in a thread; policy.py says who reads and writes each."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The three threads of an application, and the three of its contract: a card has each once."""

    EVERYONE = "everyone"  # the consultant, the client and the advisors; begins with the submission
    CONSULTANT_DESK = "consultant_desk"  # the consultant and the advisors
    CLIENT_DESK = "client_desk"  # the client and the advisors; begins with the submission
    CONTRACT_EVERYONE = "contract_everyone"  # of a contract, from when it was sent to be signed
    CONTRACT_CONSULTANT_DESK = "contract_consultant_desk"
    CONTRACT_CLIENT_DESK = "contract_client_desk"


OF_APPLICATION = (Channel.EVERYONE, Channel.CONSULTANT_DESK, Channel.CLIENT_DESK)
OF_CONTRACT = (Channel.CONTRACT_EVERYONE, Channel.CONTRACT_CONSULTANT_DESK, Channel.CONTRACT_CLIENT_DESK)
READ_BY_ALL = frozenset({Channel.EVERYONE, Channel.CONTRACT_EVERYONE})
NOT_THE_CLIENTS = frozenset({Channel.CONSULTANT_DESK, Channel.CONTRACT_CONSULTANT_DESK})
NOT_THE_CONSULTANTS = frozenset({Channel.CLIENT_DESK, Channel.CONTRACT_CLIENT_DESK})
