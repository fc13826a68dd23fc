"""The main menu by role, and what a page needs around its content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import current_app, request, url_for
from werkzeug.exceptions import MethodNotAllowed

from marketplace.db import SAFE
from marketplace.i18n import lazy_gettext as _
from marketplace.identity import user_or_none
from marketplace.inbox.queries import unread_count
from marketplace.policy import Can, may
from marketplace.profiles.certifying import waiting_certifications
from marketplace.threads.queries import unread_posts

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import User


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu."""

    label: str
    url: str
    current: bool
    count: int | None = None
    counted: str = ""  # what the number counts, for screen readers


MESSAGES = "threads.index"
CERTIFICATES = "certificates.index"
_VISITOR = (
    (_("Engagements"), "browse.index"),
    (_("For consultants"), "home.for_consultants"),
    (_("For clients"), "home.for_clients"),
)
_BY_KIND = {
    "consultant": (
        (_("Home"), "home.index"),
        (_("Engagements"), "browse.index"),
        (_("Applications"), "browse.applications"),
        (_("Contracts"), "contracts.index"),
        (_("Projects"), "tracker.index"),
        (_("Payments"), "billing.payment_notices"),
        (_("Messages"), MESSAGES),
        (_("Profile"), "profiles.mine"),
    ),
    "client": (
        (_("Home"), "home.index"),
        (_("My postings"), "engagements.mine"),
        (_("Engagements"), "browse.index"),
        (_("Contracts"), "contracts.index"),
        (_("Projects"), "tracker.index"),
        (_("Invoices"), "billing.invoices"),
        (_("Messages"), MESSAGES),
        (_("Company"), "accounts.own_company"),
    ),
    "advisor": (
        (_("Desk"), "home.index"),
        (_("Engagements"), "browse.index"),
        (_("People"), "desk.people"),
        (_("Applications"), "desk.applications"),
        (_("Contracts"), "contracts.index"),
        (_("Certificates"), CERTIFICATES),
        (_("Messages"), MESSAGES),
    ),
    "operator": (
        (_("Home"), "home.index"),
        (_("Desk"), "desk.index"),
        (_("Engagements"), "browse.index"),
        (_("People"), "desk.people"),
        (_("Contracts"), "contracts.index"),
        (_("Billing"), "billing.months"),
        (_("Messages"), MESSAGES),
        (_("Certificates"), CERTIFICATES),
        (_("Funnel"), "operating.funnel"),
        (_("Settings"), "general.index"),
    ),
}


def navigation() -> list[Link]:
    """Return the menu of the one who reads the page."""
    user = user_or_none()
    entries = _BY_KIND[user.kind] if user else _VISITOR
    links = [Link(str(label), url_for(endpoint), request.endpoint == endpoint) for label, endpoint in entries]
    if user is None:
        return links
    counts = {url_for(MESSAGES): (unread_posts(user), _("unread"))}
    if may(user, Can.SEE_DESK):
        counts[url_for(CERTIFICATES)] = (waiting_certifications(), _("waiting"))
    return [_counted(link, *counts[link.url]) if link.url in counts else link for link in links]


def _counted(link: Link, count: int, counted: str) -> Link:
    return replace(link, count=count, counted=counted)


def here() -> str:
    """Return the address under which this page opens again; where a form was sent to one that does not, the page above.

    The answer to a refused form may stand at an address that takes forms only (…/withdraw): nobody can go back there.
    """
    opens = request.method in SAFE and not isinstance(request.routing_exception, MethodNotAllowed)
    adapter = current_app.create_url_adapter(request)
    if opens or adapter is None or adapter.test(request.path, "GET"):
        return request.full_path.rstrip("?")
    above = request.path.rpartition("/")[0]
    while above and not adapter.test(above, "GET"):
        above = above.rpartition("/")[0]
    return above or "/"


def unread(user: User | None) -> int:
    """Return how many notices the person has not read."""
    return unread_count(user) if user else 0


def init_app(app: Flask) -> None:
    """Offer them to every template."""
    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["here"] = here
    app.jinja_env.globals["unread_notices"] = lambda: unread(user_or_none())
