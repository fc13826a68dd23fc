"""What programs are given of each record: one list of fields a record, from which JSON, CSV and the document are made.

The fields of a board's rows follow its columns; a column that is new on a board is new here by itself. Days are ISO
dates, moments are UTC, amounts are whole yen and durations whole minutes, which their names say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.exports.archive import MARK
from marketplace.formats import inert
from marketplace.tracker.boards import code
from marketplace.tracker.cells import plain
from marketplace.tracker.columns import CellKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from enum import StrEnum

    from marketplace.tracker.boards import Board
    from marketplace.tracker.columns import Column

Schema = dict[str, Any]
UNITS = {CellKind.YEN: "_yen", CellKind.HOURS: "_minutes"}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
ID: Schema = {"type": "string", "format": "uuid", "examples": ["01936b2e-7c1a-7b7e-9c1d-3f0a5c2d9e41"]}
DAY: Schema = {"type": "string", "format": "date", "examples": ["2026-11-30"]}
MOMENT: Schema = {"type": "string", "format": "date-time", "examples": ["2026-11-23T01:15:30.250000+00:00"]}


@dataclass(frozen=True, slots=True)
class Field:
    """One value: its name, its JSON schema, and how it is read from a record."""

    name: str
    schema: Schema
    read: Callable[[Any], Any]
    about: str = ""

    def value(self, record: Any) -> Any:  # noqa: ANN401 - JSON
        """Return it as JSON holds it."""
        return plain(self.read(record))

    def described(self) -> Schema:
        """Return its schema with what it means."""
        return {**self.schema, **({"description": self.about} if self.about else {})}


Fields = tuple[Field, ...]


def or_none(schema: Schema) -> Schema:
    """Return the schema with nothing allowed as well."""
    if "enum" in schema:
        return {**schema, "type": ["string", "null"], "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


def one_of(kind: type[StrEnum]) -> Schema:
    """Return the schema of a code."""
    return {"type": "string", "enum": [each.value for each in kind]}


def of(name: str, schema: Schema, about: str = "", *, attribute: str = "") -> Field:
    """Return a field that is read from the attribute of its name, or of another."""
    key = attribute or name
    return Field(name, schema, lambda record: getattr(record, key), about)


def to_json(fields: Fields, record: Any) -> dict[str, Any]:  # noqa: ANN401 - any record
    """Return a record as JSON holds it."""
    return {each.name: each.value(record) for each in fields}


def object_schema(fields: Fields) -> Schema:
    """Return the schema of a record: all its fields, no other."""
    return {
        "type": "object",
        "properties": {each.name: each.described() for each in fields},
        "required": [each.name for each in fields],
        "additionalProperties": False,
    }


def to_csv(fields: Fields, records: Iterable[Any]) -> bytes:
    """Return records as CSV (RFC 4180, UTF-8 with a mark for Excel); what begins like a formula is made harmless."""
    lines = [[each.name for each in fields]]
    lines += [[_cell(each.value(record)) for each in fields] for record in records]
    return (MARK + "".join(f"{','.join(map(_quoted, line))}\r\n" for line in lines)).encode()


def _cell(value: Any) -> str:  # noqa: ANN401 - JSON
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return inert(value) if isinstance(value, str) else str(value)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(each in cell for each in ',"\r\n') else cell


def moment(name: str, about: str = "") -> Field:
    """Return a field that holds a moment, in UTC."""
    return Field(name, MOMENT, lambda record: getattr(record, name).isoformat(), about)


CHANGED = moment("changed_at", "When it was last changed; lists are in this order.")
REMOVED: Fields = (
    Field("id", ID, lambda row: str(row.id)),
    of("number", WHOLE, "The row's number on its board, never given twice."),
    CHANGED,
    Field("removed", {"type": "boolean", "const": True}, lambda _row: True, "The row was removed from its board."),
)


def column_name(column: Column) -> str:
    """Return a column's name for programs, with its unit."""
    return f"{column.name}{UNITS.get(column.kind, '')}"


def _column_schema(board: Board, column: Column) -> Schema:
    match column.kind:
        case CellKind.DAY:
            schema = DAY
        case CellKind.WHOLE:
            schema = {**WHOLE, "minimum": column.bounds[0], "maximum": column.bounds[1]}
        case CellKind.YEN | CellKind.HOURS:
            schema = {**WHOLE, "minimum": 0}
        case CellKind.CHOICE:
            schema = {"type": "string", "enum": [each.value for each in column.words]}
        case _:
            schema = TEXT
    return or_none(schema) if board.model.__table__.c[column.name].nullable else schema


def board_fields(board: Board) -> Fields:
    """Return the fields of a board's rows."""
    return (
        Field("id", ID, lambda row: str(row.id)),
        of("number", WHOLE, "The row's number on its board, never given twice."),
        Field("code", {**TEXT, "examples": [f"{board.prefix}-3"]}, lambda row: code(board, row), "As people say it."),
        Field("position", WHOLE, lambda row: row.position, "The row's place among the others."),
        *(
            of(column_name(each), _column_schema(board, each), str(each.label), attribute=each.name)
            for each in board.columns
        ),
        moment("created_at"),
        CHANGED,
        Field("removed", {"type": "boolean", "const": False}, lambda _row: False),
    )


def feed_fields(board: Board) -> Fields:
    """Return the fields of a board's CSV: what was removed is not in it."""
    return tuple(each for each in board_fields(board) if each.name != "removed")


def names(fields: Sequence[Field]) -> list[str]:
    """Return the names of fields."""
    return [each.name for each in fields]
