"""SQLite's FTS5 and PostgreSQL's tsvector find the same postings in the same order, asked with the demo's own words."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from marketplace.browse.filters import Filters
from marketplace.browse.search import find
from marketplace.db import db
from marketplace.demo import texts
from marketplace.demo.postings import POSTINGS
from marketplace.engagements.models import Engagement
from tests.factories.pipeline import make_posting
from tests.marketplace.browse.world import add_postings, open_postings
from tests.marketplace.pipeline.engines import ENGINES, database, forget_everything, product

if TYPE_CHECKING:
    from pathlib import Path

QUERIES = 400
WORLD = 150


def demo_world() -> None:
    """Fill the database under the app context with generated postings and the demo's own."""
    add_postings(WORLD)
    columns = {each.key for each in Engagement.__mapper__.column_attrs}
    for posting in POSTINGS:
        values = {name: value for name, value in posting.items() if name in columns}
        make_posting(needs=tuple(posting["requirements"]), **values)


def demo_words() -> list[str]:
    """Return every text of the world: titles, backgrounds, duties, requirements, places."""
    found = [
        line
        for e, _number in open_postings()
        for part in (e.title, e.background, e.duties, e.place, *(each.text for each in e.requirements))
        for line in part.splitlines()
    ]
    return sorted({*found, *(words for rows in texts.MUST.values() for words, _years in rows)})


def queries(lines: list[str]) -> list[str]:
    """Cut queries out of the texts: words, parts of words, two words of one line, of two lines, whole phrases."""
    rng = random.Random(4)
    asked = [
        "管理実行型",
        "issue management",
        "イシュー管理",
        "ＳＡＰ 名古屋",
        "pmo",
        "x",
        "の",
        "2",
        "100%",
        "C/S",
        "é",
    ]
    while len(asked) < QUERIES:
        line = rng.choice(lines)
        words = re.findall(r"[A-Za-z0-9./+-]+|[ァ-ヺー]+|[一-鿿々]+|[ぁ-ゖ]+", line) or [line]
        first, second = rng.choice(words), rng.choice(words)
        start = rng.randrange(len(line))
        other = rng.choice(rng.choice(lines).split())
        asked.append(
            rng.choice(
                (first, f"{first} {second}", line[start : start + rng.randint(1, 6)], f"{first} {other}", line[:40])
            )
        )
    return asked


def answers(asked: list[str]) -> list[tuple[list[str], int]]:
    """Return (titles of the first page in order, total) for each query."""
    forget_everything()
    titles = {e.id: f"{number} {e.title}" for e, number in open_postings()}
    found = [find(Filters(q=q)) for q in asked]
    return [([titles[each] for each in one.ids], one.total) for one in found]


def test_both_engines_find_the_same_in_the_same_order(tmp_path: Path) -> None:
    told: dict[str, list[tuple[list[str], int]]] = {}
    asked: list[str] = []
    for engine in ENGINES:
        (folder := tmp_path / engine).mkdir()
        with database(engine, folder) as url, product(url, folder) as app, app.app_context():
            assert db.engine.dialect.name == engine
            demo_world()
            asked = asked or queries(demo_words())
            told[engine] = answers(asked)
    differing = [q for q, *both in zip(asked, told["sqlite"], told["postgresql"], strict=True) if both[0] != both[1]]
    assert differing == []
    hits = [total for _titles, total in told["sqlite"]]
    assert sum(total > 0 for total in hits) > QUERIES * 3 // 4
    assert any(total == 0 for total in hits)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_demo_posting_is_found_by_each_line_of_its_own(engine: str, tmp_path: Path) -> None:
    with database(engine, tmp_path) as url, product(url, tmp_path) as app, app.app_context():
        demo_world()
        rows = {e.title: e.id for e, _number in open_postings()}
        for posting in POSTINGS:
            for line in (posting["title"], *posting["duties"].splitlines()):
                q = Filters(q=" ".join(line.split())[:60]).q
                assert rows[posting["title"]] in find(Filters(q=q)).ids, q
