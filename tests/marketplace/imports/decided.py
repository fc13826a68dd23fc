"""Uploading a document as a person does, and what its page shows of each proposal."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from marketplace.db import db
from marketplace.imports.models import ProfileImport

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import PageClient


def upload(client: PageClient, content: bytes, name: str, path: str = "/profile/import") -> TestResponse:
    return client.post(path, data={"document": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def the_import() -> ProfileImport:
    return db.session.scalars(select(ProfileImport)).one()


def number(kept: ProfileImport, kind: str, name: str = "", value: object = None) -> int:
    """Return the id of the first proposal of a kind, about this column, with this value."""
    alike = [each for each in kept.proposals if each["kind"] == kind and (not name or name in each["values"])]
    return next(int(each["id"]) for each in alike if value is None or each["values"][name] == value)


def shown_fields(page: str, of: int) -> dict[str, Any]:
    """Return what the page would send for one proposal, left as it is."""
    fields: dict[str, Any] = {}
    for tag in re.findall(rf'<input[^>]*name="p{of}-[^"]*"[^>]*>', page):
        kind, name = re.findall(r'type="([^"]*)"', tag), re.findall(r'name="([^"]*)"', tag)[0]
        value = re.findall(r'value="([^"]*)"', tag)
        if kind and kind[0] in {"radio", "checkbox"} and " checked" not in tag:
            continue
        fields.setdefault(name, []).extend(value or [""])
    for name, inside in re.findall(rf'<textarea[^>]*name="(p{of}-[^"]*)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        fields[name] = [inside.lstrip("\r\n")]
    for name, inside in re.findall(rf'<select[^>]*name="(p{of}-[^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        fields[name] = re.findall(r'<option selected[^>]*value="([^"]*)"', inside) or [""]
    return fields
