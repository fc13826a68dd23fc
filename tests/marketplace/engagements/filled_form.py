"""What a browser would send for a form of a page: every control with the value it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import html5lib

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NS = "{http://www.w3.org/1999/xhtml}"


def filled_form(page: str, action: str) -> dict[str, list[str]]:
    """Return name → values of the POST form whose action is `action`."""
    tree = html5lib.parse(page)
    forms = [each for each in tree.iter(f"{NS}form") if each.get("action", "").partition("?")[0] == action]
    assert len(forms) == 1, f"{len(forms)} forms to {action}"
    sent: dict[str, list[str]] = {}
    for control in forms[0].iter():
        name = control.get("name")
        if name and name != "csrf_token":
            sent.setdefault(name, []).extend(_values(control))
    return sent


def _values(control: Element) -> list[str]:
    if control.tag == f"{NS}textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.tag == f"{NS}select":
        options = list(control.iter(f"{NS}option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        return [each.get("value", "") for each in chosen]
    if control.tag != f"{NS}input":
        return []
    if control.get("type") in {"checkbox", "radio"} and control.get("checked") is None:
        return []
    return [control.get("value", "on")]


def message_beside(page: str, field: str) -> str:
    """Return the error that a page shows beside a field, by the id that the field is described by."""
    tree = html5lib.parse(page)
    for element in tree.iter():
        if element.get("id") == f"{field}-error":
            return " ".join("".join(element.itertext()).split()).removeprefix("Error: ")
    return ""
