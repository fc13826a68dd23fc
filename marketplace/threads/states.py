"""Who takes part in a thread; policy.py says who reads and writes each."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The three threads of an application."""

    EVERYONE = "everyone"  # the consultant, the client and the advisors; begins with the submission
    CONSULTANT_DESK = "consultant_desk"  # the consultant and the advisors
    CLIENT_DESK = "client_desk"  # the client and the advisors; begins with the submission
