"""How long a client has really taken, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.browse.cards import answered_note

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.mark.parametrize(
    ("median", "words"),
    [
        (None, ""),
        (0.0, "（実績は主に当日）"),
        (0.5, "（実績は主に当日）"),
        (1.0, "（実績の中央値 1営業日）"),
        (2.5, "（実績の中央値 2.5営業日）"),
    ],
)
def test_the_median_is_told_as_people_say_it(session: Session, median: float | None, words: str) -> None:
    del session
    assert answered_note(median) == words
