"""A message on its way in: counted against the limits, its files looked through, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.db import begin_writing, db
from marketplace.limits import MESSAGES, UPLOADS, count

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.threads.forms import PostForm


def accepted(form: PostForm, user: User) -> bool:
    """Tell whether what was sent may be written; what was loaded before is loaded anew afterwards.

    The files are looked through while this request does not hold the writer's place: others go on saving.
    """
    count(MESSAGES, "message", str(user.id))
    if any(form.files.data or []):
        count(UPLOADS, "file", str(user.id))
    db.session.rollback()
    try:
        return form.validate()
    finally:
        begin_writing()
