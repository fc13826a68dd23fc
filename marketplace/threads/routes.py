"""The list of one's threads, marking one as read, and opening an attachment."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, send_file

from marketplace import files
from marketplace.db import trace
from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.inputs import folded
from marketplace.limits import DOCUMENTS, limiter
from marketplace.paging import page_number, page_of
from marketplace.policy import Can
from marketplace.threads import operations, queries
from marketplace.threads.labels import CHANNEL
from marketplace.threads.models import Attachment, Thread
from marketplace.threads.notices import link_of
from marketplace.threads.queries import PER_PAGE, Search
from marketplace.threads.showing import author_as_known, counterpart, excerpt

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from marketplace.accounts.models import User
    from marketplace.threads.models import Post

bp = Blueprint("threads", __name__)
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One thread in the list, as its reader may know it."""

    id: UUID
    link: str
    about: str
    title: str
    channel: str
    unread: int
    at: datetime
    who: str
    line: str


@bp.get("/threads")
@guard(Can.SEE_OWN_PAGES)
def index() -> ResponseReturnValue:
    """List the reader's threads, those with something new first."""
    user = signed_in_user()
    of_all = user.is_staff and request.args.get("of", "all" if user.kind == "operator" else "mine") == "all"
    search = Search(folded(request.args.get("q"))[:LONGEST_SEARCH], of_all)
    found, total = queries.threads_for(user, search, number=page_number())
    last = queries.last_posts(thread for thread, _unread in found)
    return render_template(
        "threads/index.html",
        rows=[_row(thread, unread, last.get(thread.id), user) for thread, unread in found],
        search=search,
        unread=queries.unread_posts(user),
        page=page_of(total, per_page=PER_PAGE, number=page_number()),
    )


def _row(thread: Thread, unread: int, post: Post | None, reader: User) -> Row:
    application = thread.application
    return Row(
        id=thread.id,
        link=link_of(thread),
        about=counterpart(thread, reader),
        title=application.engagement.title,
        channel=str(CHANNEL[thread.channel]),
        unread=unread,
        at=thread.last_at,
        who=author_as_known(post.author, thread, reader)[0] if post else "",
        line=excerpt(post, thread, reader) if post else "",
    )


@bp.post("/threads/<uuid:thread_id>/read")
@guard(Can.SEE_THREAD, Thread)
def mark_read(thread: Thread) -> ResponseReturnValue:
    """Note what was on the page as read; a script asks in passing, a button goes on to the thread."""
    operations.mark_read(thread, _moment(request.form.get("up_to", "")) or thread.last_at, by=signed_in_user())
    if "HX-Request" in request.headers:
        return "", HTTPStatus.NO_CONTENT
    return redirect(link_of(thread), code=303)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@bp.get("/attachments/<uuid:attachment_id>")
@guard(Can.SEE_ATTACHMENT, Attachment)
@limiter.limit(DOCUMENTS)
def attachment(attachment: Attachment) -> ResponseReturnValue:
    """Send a file to be kept, never to be drawn inside a page of ours."""
    try:
        content = files.read(attachment.key)
    except FileNotFoundError:
        abort(HTTPStatus.NOT_FOUND)
    trace(partial(operations.note_opening, attachment, by=signed_in_user()))
    answer = send_file(
        io.BytesIO(content),
        mimetype=attachment.media_type,
        as_attachment=True,
        download_name=attachment.name,
        etag=False,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
