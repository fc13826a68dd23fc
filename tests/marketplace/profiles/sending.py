"""Sending the forms of a profile as a browser does, and reading back what their fields hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import html5lib

from marketplace.db import db
from marketplace.profiles.queries import whole_profile

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient


def posted(**fields: Any) -> dict[str, Any]:
    """Flatten rows as a browser does: skills=[{"concept": …}] is skills-0-concept."""
    data: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            data |= {f"{name}-{at}-{column}": cell for at, row in enumerate(value) for column, cell in row.items()}
        else:
            data[name] = value
    return data


def submit(client: PageClient, consultant: Consultant, section: str, **fields: Any) -> TestResponse:
    """Send a section's form on the present version."""
    db.session.refresh(consultant)
    fields.setdefault("version", consultant.version)
    return client.post(f"/profile/{section}", data=posted(**fields))


def saved(client: PageClient, consultant: Consultant, section: str, **fields: Any) -> Consultant:
    response = submit(client, consultant, section, **fields)
    assert response.status_code == 303, response.text
    db.session.expire_all()
    return whole_profile(consultant)


def typed_in(page: TestResponse) -> dict[str, str]:
    """What the fields of the page's form hold, by name."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    found = {each.get("name"): each.get("value", "") for each in tree.iter("input") if each.get("name")}
    found |= {each.get("name"): (each.text or "").strip() for each in tree.iter("textarea")}
    for select in tree.iter("select"):
        chosen = [each.get("value") for each in select.iter("option") if each.get("selected") is not None]
        found[select.get("name")] = chosen[0] if chosen else ""
    return found
