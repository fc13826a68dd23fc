"""Nothing is lost between the pages of a list, whatever happens to it meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.api.turning import EPOCH, Asked, Cursor, Key, read_moment, turn
from marketplace.errors import Invalid
from tests.factories.api import token_of
from tests.factories.keeping import keep
from tests.factories.tracker import begun_project, written

if TYPE_CHECKING:
    from collections.abc import Callable

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
DEEDS = st.lists(
    st.tuples(st.sampled_from(("insert", "change", "remove", "restore", "read")), st.integers(0, 9)), max_size=60
)


class Board:
    """Rows that change, each save a moment after the one before."""

    def __init__(self) -> None:
        self.rows: dict[UUID, tuple[datetime, bool]] = {}
        self.clock = BEGIN

    def do(self, deed: str, which: int) -> None:
        self.clock += timedelta(microseconds=1)
        ids = sorted(self.rows)
        row_id = (
            ids[which % len(ids)] if ids and deed != "insert" else UUID(int=len(ids) * 7919 % 1000 + len(ids) * 1000)
        )
        self.rows[row_id] = (self.clock, deed == "remove" and bool(ids))

    def keys(self) -> list[Key]:
        return [Key(at, row_id, removed) for row_id, (at, removed) in self.rows.items()]


class Reader:
    """A program that keeps what it was given, and asks for what has changed once it has come to the end."""

    def __init__(self) -> None:
        self.kept: dict[UUID, datetime] = {}
        self.asked = Asked(limit=2)
        self.newest: datetime | None = None

    def read(self, board: Board) -> bool:
        page, following = turn(board.keys(), self.asked)
        for key in page:
            self.newest = max(self.newest or EPOCH, key.changed_at)
            if key.removed:
                self.kept.pop(key.id, None)
            else:
                self.kept[key.id] = key.changed_at
        cursor = Cursor.read(following) if following else None
        self.asked = Asked(2, cursor, self.newest if cursor is None else None)
        return following is not None


@settings(max_examples=150, deadline=None, database=None)
@given(before=DEEDS, during=DEEDS)
def test_a_reader_ends_with_what_stands(before: list[tuple[str, int]], during: list[tuple[str, int]]) -> None:
    board, reader = Board(), Reader()
    for deed in before:
        board.do(*deed)
    for name, which in during:
        if name == "read":
            reader.read(board)
        else:
            board.do(name, which)
    while reader.read(board):
        pass
    for _more in range(2):  # what changed while the last reading went on
        while reader.read(board):
            pass
    assert reader.kept == {row_id: at for row_id, (at, removed) in board.rows.items() if not removed}


def test_the_same_list_has_the_same_cursor_and_a_cursor_reads_back() -> None:
    keys = [Key(BEGIN + timedelta(seconds=each), UUID(int=each)) for each in range(5)]
    first, second = (turn(keys, Asked(limit=2)) for _time in range(2))
    assert first == second
    cursor = Cursor.read(str(first[1]))
    assert cursor == Cursor(keys[-1].changed_at, keys[1].changed_at, keys[1].id)
    assert str(cursor) == first[1]
    assert Cursor.read("f" * 60) is not None  # whatever looks like a cursor is one


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T09:00:00+09:00", BEGIN),
        ("2026-11-23T09:00:00 09:00", BEGIN),  # a plus sign that nobody has quoted
        ("2026-11-23T00:00:00.1234567Z", BEGIN + timedelta(microseconds=123456)),
        ("0001-01-01T00:00:00+23:59", EPOCH),
        ("9999-12-31T23:59:60-23:59", datetime.max.replace(tzinfo=UTC)),
        ("2026-11-23T09:00:00", None),
        ("2026-11-23", None),
        ("2026-02-30T00:00:00Z", None),
    ],
)
def test_moments_are_read_as_rfc_3339_writes_them(text: str, moment: datetime | None) -> None:
    assert read_moment(text) == moment


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        Asked.read({"limit": ["1", "2"]})
    assert set(refused.value.errors) == {"limit"}


def test_rows_are_read_page_by_page_and_what_changes_is_met_again(read: Callable[..., Any]) -> None:
    project, pmo, *_rest = begun_project()
    written(project, "risks", pmo, *({"title": f"リスク{each}"} for each in range(5)))
    token, at = token_of(pmo, project), f"/projects/{project.id}/risks"
    first = read(token, at, limit=2).json
    written(project, "risks", pmo, {"title": "後から"})
    gone = _remove(project, pmo, first["items"][0]["id"])
    second = read(token, at, limit=200, cursor=first["next_cursor"]).json
    assert [each.get("title") for each in second["items"]] == ["リスク2", "リスク3", "リスク4", "後から", None]
    assert second["items"][-1] == {
        "id": gone,
        "number": 1,
        "changed_at": second["items"][-1]["changed_at"],
        "removed": True,
    }
    assert second["next_cursor"] is None
    since = second["items"][-1]["changed_at"]
    assert [each["id"] for each in read(token, at, changed_since=since).json["items"]] == [gone]
    assert len(read(token, at).json["items"]) == 5
    moment = read(token, "/projects").json["items"][0]["changed_at"]
    assert moment >= since


def test_a_project_that_was_saved_a_moment_before_another_one_is_met_though_it_was_seen_later(
    read: Callable[..., Any],
) -> None:
    older, *_people = begun_project()
    token = token_of(older.contract.application.consultant.user, older, everything=True)
    late = read(token, "/projects").json["items"][0]["changed_at"]
    for seconds, met in ((59, 1), (61, 0)):
        since = (datetime.fromisoformat(late) + timedelta(seconds=seconds)).isoformat()
        assert len(read(token, "/projects", changed_since=since).json["items"]) == met


def _remove(project: object, pmo: object, row_id: str) -> str:
    from marketplace.tracker.boards import RISKS  # noqa: PLC0415
    from marketplace.tracker.operations.rows import RowEdit, save_rows  # noqa: PLC0415

    save_rows(project, RISKS, [RowEdit(row_id=UUID(row_id), removes=True)], by=pmo)  # type: ignore[arg-type]
    keep()
    return row_id
