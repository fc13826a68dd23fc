"""Shape of an appeal and of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.appeals.labels import CHOICE, GROUND
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, ParagraphField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.errors import Invalid

LONGEST = 1000


def _grounds() -> Iterable[tuple[str, str]]:
    return [(code.value, str(words)) for code, words in GROUND.items()]


def _outcomes() -> Iterable[tuple[str, str]]:
    return [(code.value, str(words)) for code, words in CHOICE.items()]


class _Answered(Form):
    def refuse(self, refused: Invalid) -> None:
        """Put each message beside its field."""
        for name, message in refused.errors.items():
            self[name].errors = [*self[name].errors, message]


class AppealForm(_Answered):
    """What is not right."""

    ground = ChoiceField(_("What is not right?"), _grounds, required=True, asked=True)
    words = ParagraphField(
        _("What should it say?"), longest=LONGEST,
        description=_("Which line, and what it should say. Only your advisors read it."),
    )  # fmt: skip


class AnswerForm(_Answered):
    """What the advisor says to it."""

    outcome = ChoiceField(_("What will be done"), _outcomes, required=True, asked=True)
    answer = ParagraphField(_("Answer to the consultant"), longest=LONGEST, required=True)
