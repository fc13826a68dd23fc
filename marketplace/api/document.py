"""The OpenAPI document, made from the fields that the answers are made from; nothing is listed a second time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from marketplace.api.fields import ID, REMOVED, TEXT, Fields, Schema, board_fields, feed_fields, names, object_schema
from marketplace.api.problems import PREFIX, PROBLEM
from marketplace.api.records import EVM, PORTFOLIO, PROJECT, REPORT
from marketplace.api.turning import CURSOR, MOST, USUAL
from marketplace.i18n import in_locale
from marketplace.tracker.boards import BOARDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.tracker.boards import Board

ABOUT = """What a project's tracker holds, to be read by programs.

A token is made on a project's page "API tokens". It acts for the person who made it and sees what that person may see
at that moment; send it as `Authorization: Bearer …`, or as the password of basic authentication with any user name.

Lists come in the order in which their records were last changed. Follow `next_cursor` until it is null. To read only
what has changed since, send the greatest `changed_at` you have seen as `changed_since`: records changed at that very
moment (of projects, in the minute before it too) are given again, and rows that were removed are given with
`removed: true`. What changes while you turn the pages is met once more, never missed.

Days are ISO 8601 dates of Japan, moments are UTC, amounts are whole yen, durations are whole minutes.
"""
_CODES = {"400": "The request cannot be read", "401": "No valid token", "403": "Not allowed",
          "404": "Nothing here that the token's person may see", "405": "Only GET", "422": "A parameter is wrong",
          "429": "Too many requests"}  # fmt: skip
_OF_ONE_PROJECT = ("403", "404")  # no list is refused: what may not be read is left out of it
_PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT,
        "errors": {"type": "array", "items": {
            "type": "object", "properties": {"parameter": TEXT, "detail": TEXT}, "required": ["parameter", "detail"],
        }},
    },
    "required": ["type", "title", "status", "detail"],
    "examples": [{"type": "about:blank", "title": "Not Found", "status": 404,
                  "detail": "There is nothing here, or nothing that the token's person may see."}],
}  # fmt: skip
_LIST_PARAMETERS: list[dict[str, Any]] = [
    {"name": "limit", "in": "query", "description": "How many at most.", "example": USUAL,
     "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}},
    {"name": "cursor", "in": "query", "description": "`next_cursor` of the page before; it remembers `changed_since`.",
     "schema": {"type": "string", "pattern": CURSOR}},
    {"name": "changed_since", "in": "query", "description": "Only what was changed at this moment or later.",
     "schema": {"type": "string", "format": "date-time"}, "example": "2026-11-23T09:00:00+09:00"},
]  # fmt: skip
_PROJECT_ID: dict[str, Any] = {
    "name": "project_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"},
    "example": ID["examples"][0],
}  # fmt: skip


@cache
def document(base_url: str) -> dict[str, Any]:
    """Return the document; it is in English, whoever reads it."""
    with in_locale("en"):
        paths, schemas = _paths_and_schemas()
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ennoshita", "version": "1", "description": ABOUT},
        "servers": [{"url": base_url}],
        "security": [{"bearer": []}, {"basic": []}],
        "tags": [{"name": each} for each in ("projects", "boards", "feeds")],
        "paths": {f"{PREFIX.rstrip('/')}{path}": {"get": told} for path, told in paths.items()},
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "The token."},
                "basic": {"type": "http", "scheme": "basic", "description": "Any user name; the token as password."},
            },
            "schemas": {**schemas, "Problem": _PROBLEM},
            "headers": {"ETag": {"schema": TEXT, "description": "Send it as If-None-Match to be told 304."}},
            "responses": {
                code: {"description": about, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
                for code, about in _CODES.items()
            },
        },
    }


def _paths_and_schemas() -> tuple[dict[str, Any], dict[str, Schema]]:
    schemas: dict[str, Schema] = {
        "Project": object_schema(PROJECT), "StatusReport": object_schema(REPORT), "EarnedValue": object_schema(EVM),
        "Removed": object_schema(REMOVED),
    }  # fmt: skip
    paths = {
        "/projects": _told("listProjects", "Projects", "projects", _json(_page(_ref("Project"))), _LIST_PARAMETERS),
        "/projects/{project_id}": _told(
            "getProject", "One project", "projects", _json(_ref("Project")), [_PROJECT_ID]
        ),
        "/projects/{project_id}/status-reports": _told(
            "listStatusReports", "Status reports that were handed in, each edition", "projects",
            _json(_page(_ref("StatusReport"))), [_PROJECT_ID, *_LIST_PARAMETERS],
        ),
        "/projects/{project_id}/evm": _told(
            "getEarnedValue", "Earned value as of today", "projects", _json(_ref("EarnedValue")), [_PROJECT_ID]
        ),
        "/portfolio.csv": _told(
            "portfolioFeed", "One line a project: colours, indices, counts", "feeds", _csv(PORTFOLIO), []
        ),
    }  # fmt: skip
    for board in BOARDS.values():
        name = _name(board)
        schemas[name] = object_schema(board_fields(board))
        row = {"oneOf": [_ref(name), _ref("Removed")]}
        paths[f"/projects/{{project_id}}/{board.name}"] = _told(
            f"list{name}", str(board.title), "boards", _json(_page(row)), [_PROJECT_ID, *_LIST_PARAMETERS]
        )
        paths[f"/projects/{{project_id}}/{board.name}.csv"] = _told(
            f"feed{name}", f"{board.title} as CSV, whole", "feeds", _csv(feed_fields(board)), [_PROJECT_ID]
        )
    return paths, schemas


def _name(board: Board) -> str:
    return str(board.model.__name__)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _page(item: Schema) -> Schema:
    cursor = {"type": ["string", "null"], "pattern": CURSOR, "description": "Of the next page; null on the last one."}
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": item, "maxItems": MOST}, "next_cursor": cursor},
        "required": ["items", "next_cursor"],
        "additionalProperties": False,
    }


def _json(schema: Schema) -> Mapping[str, Any]:
    return {"application/json": {"schema": schema}}


def _csv(fields: Fields) -> Mapping[str, Any]:
    return {"text/csv": {"schema": TEXT, "example": ",".join(names(fields)) + "\r\n"}}


def _told(
    name: str, summary: str, tag: str, content: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    etag = {"ETag": {"$ref": "#/components/headers/ETag"}}
    refused = [code for code in _CODES if code not in _OF_ONE_PROJECT or _PROJECT_ID in parameters]
    return {
        "operationId": name, "summary": summary, "tags": [tag], "parameters": list(parameters),
        "responses": {
            "200": {"description": summary, "headers": etag, "content": content},
            "304": {"description": "As it was when you had it last"},
            **{code: {"$ref": f"#/components/responses/{code}"} for code in refused},
        },
    }  # fmt: skip
