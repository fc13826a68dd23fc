"""Shapes of the reviews' screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import BooleanField, RadioField, validators

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form, ParagraphField
from marketplace.pipeline.parties import Side
from marketplace.reviews.labels import CRITERIA, STARS
from marketplace.reviews.states import Criterion

if TYPE_CHECKING:
    from marketplace.reviews.models import Review

LONGEST = 2000


class ReviewForm(Form):
    """Five criteria with five steps, a text, and a client's consent to be named."""

    for each in Criterion:
        locals()[each.value] = RadioField(
            each.value, validators=[validators.InputRequired(_("Please choose one."))], coerce=int
        )
    del each
    words = ParagraphField(
        _("In words"), longest=LONGEST,
        description=_("What went well, what would you do differently? No names of people, nothing confidential."),
    )  # fmt: skip
    named = BooleanField(_("Our company's name may stand beside this review"))

    @classmethod
    def of(cls, side: Side, review: Review | None = None, *, blank: bool = False) -> ReviewForm:
        """Return the form with what one side rates, and what was written before."""
        given = {**review.scores, "words": review.words, "named": review.named} if review else {}
        form = cls(formdata=None, data=given) if blank else cls(data=given)
        for each in Criterion:
            if each not in CRITERIA[side]:
                del form[each.value]
                continue
            form[each.value].label.text = CRITERIA[side][each]
            form[each.value].choices = list(STARS.items())
        if side is not Side.CLIENT:
            del form.named
        return form

    def scores(self) -> dict[str, int]:
        """Return what was chosen, by criterion."""
        return {each.value: self[each.value].data for each in Criterion if each.value in self}

    def is_named(self) -> bool:
        """Tell whether the client may be named."""
        return "named" in self and bool(self.named.data)


class AnswerForm(Form):
    """The one answer."""

    words = ParagraphField(_("Your answer"), required=True, longest=LONGEST)


class HideForm(Form):
    """Why a review is hidden."""

    reason = ParagraphField(_("Reason, as its author reads it"), required=True, longest=500)
