"""Load the subject, ask the policy, hand the object to the view: before anything else happens."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from flask import abort, redirect, request, url_for

from marketplace.db import SAFE, db
from marketplace.identity import user_or_none
from marketplace.policy import OPEN_TO_ALL, SEEING, may

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask import Flask
    from flask.typing import ResponseReturnValue

    from marketplace.accounts.models import User
    from marketplace.db import Model
    from marketplace.policy import Can

log = structlog.get_logger()


def visible_or_404(model: type[Model], subject_id: UUID, *, to: User | None) -> Model:
    """Return the record, or answer 404 where it is missing or the actor may not know of it."""
    subject = db.session.get(model, subject_id)
    if subject is None or not may(to, SEEING[model.__tablename__], subject):
        abort(HTTPStatus.NOT_FOUND)
    return subject


def guard(
    action: Can, model: type[Model] | None = None
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Allow the view to those whom the policy allows `action` (on the record named in the URL)."""

    def decorate(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            user = user_or_none()
            if user is None and action not in OPEN_TO_ALL:
                return _to_sign_in()
            subject = None
            if model is not None:
                name = model.__tablename__
                subject = values[name] = visible_or_404(model, values.pop(f"{name}_id"), to=user)
            if not may(user, action, subject):
                log.warning("refused", action=action.value, user=str(user.id) if user else None, path=request.path)
                abort(HTTPStatus.FORBIDDEN)
            return view(**values)

        guarded.guarded_by = action  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Mark a view that everybody may open and that shows nobody's data."""
    view.guarded_by = None  # type: ignore[attr-defined]
    return view


def _to_sign_in() -> ResponseReturnValue:
    """Send a visitor to the sign-in page and back again; a form's target is its page, not its POST."""
    target = request.full_path.rstrip("?") if request.method in SAFE else None
    return redirect(url_for("security.login", next=target))


def refuse_unguarded(app: Flask, *, exempt: frozenset[str]) -> None:
    """Stop the start when a view says nothing of who may open it; `exempt` are a library's blueprints."""
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint.partition(".")[0] not in exempt and not hasattr(view, "guarded_by")
    ]
    if silent:
        raise RuntimeError(f"no policy for: {', '.join(sorted(silent))}")


def template_may(action: Can, subject: object | None = None) -> bool:
    """Ask the same question in a template, for the one who reads the page."""
    return may(user_or_none(), action, subject)
