"""Who is told of a model's course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.contracts.notices import operators
from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from marketplace.shortlist.models import RankingModel

MODELS = "/operation/ranking-models"


def model_waits(row: RankingModel) -> None:
    """An operator has gone back from a model, so an operator decides on the next that passes."""
    for user in operators():
        queue_message(user, "learning/model_waits", link=MODELS, name=row.name, against=row.against)


def model_unusable(row: RankingModel) -> None:
    """The operators put another one in force, or bring its file back."""
    for user in operators():
        queue_message(user, "learning/model_unusable", link=MODELS, name=row.name, code=row.unusable)
