"""By which name the two parties of a contract know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.pipeline.parties import named_to

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract


def named_in(user: User, contract: Contract) -> str:
    """Say with whom this reader has a contract: by name for good, once its papers, which name both, went to both.

    The consent to be shown for a posting (R41) may end after that: what was signed, worked and billed keeps its names.
    """
    application = contract.application
    if contract.sent_at is None or user.id == application.consultant.user_id:
        return named_to(user, application)
    return application.consultant.user.name
