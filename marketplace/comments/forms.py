"""Shapes of comments; what may be attached is checked as in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import CodesField, Form, ParagraphField
from marketplace.threads.forms import PostForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User


class CommentForm(PostForm):
    """Words, files or both, and who is to be told."""

    channel = None
    post = ParagraphField(_("Your comment"), longest=4000)
    named = CodesField(_("Tell these people"), tuple, description=_("Or write @name into the comment."))

    def offering(self, people: Sequence[User]) -> CommentForm:
        """Offer these people to be named."""
        self.named.choices = [(str(each.id), each.name) for each in people]
        return self

    def named_ids(self) -> set[UUID]:
        """Return who was ticked."""
        return {UUID(each) for each in self.named.data or ()}


class MendForm(Form):
    """The words anew."""

    words = ParagraphField(_("Your comment"), required=True, longest=4000)


def empty_form(**options: Any) -> CommentForm:
    """Return a form that nothing was sent with."""
    return CommentForm(formdata=None, **options)
