"""What the trade's rules say to input that breaks them."""

from __future__ import annotations

from http import HTTPStatus

from marketplace.errors import DomainError


class Refusal(DomainError):
    """A number, a date or a name breaks a rule of the trade; the message is worded for people, and translated late.

    A form takes the message beside its field; where none does, it is answered with 422.
    """

    status = HTTPStatus.UNPROCESSABLE_ENTITY
