"""Kinds of users and roles inside a company."""

from __future__ import annotations

from enum import StrEnum


class UserKind(StrEnum):
    """A user has one kind of work."""

    CONSULTANT = "consultant"
    CLIENT = "client"
    ADVISOR = "advisor"
    OPERATOR = "operator"


STAFF = frozenset({UserKind.ADVISOR, UserKind.OPERATOR})


class CompanyRole(StrEnum):
    """What a client user may do in its company; the owner invites and removes members."""

    OWNER = "owner"
    MEMBER = "member"
