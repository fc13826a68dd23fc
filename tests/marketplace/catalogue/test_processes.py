"""A change reaches another process without a restart, and two operators at once leave no name to two concepts."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.catalogue.operations import Names, rename_concept, seed_missing
from marketplace.db import begin_writing, db
from marketplace.vocabulary.editions import CHECK_EVERY
from marketplace.vocabulary.models import Concept
from tests.factories.accounts import make_operator
from tests.factories.pipeline import make_posting
from tests.marketplace.pipeline.engines import ENGINES, database, product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROOT = Path(__file__).parents[3]
SECOND = """
import json, sys
from pathlib import Path
from tests.marketplace.pipeline.engines import product
with product(sys.argv[1], Path(sys.argv[2])) as app:
    for line in sys.stdin:
        with app.app_context():
            print(json.dumps(app.test_client().get(line.strip()).get_data(as_text=True)), flush=True)
"""


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def own(url: str, tmp_path: Path) -> Iterator[Flask]:
    with product(url, tmp_path) as app:
        yield app


def concept_of(code: str) -> Concept:
    return db.session.scalars(select(Concept).where(Concept.code == code)).one()


def posted(app: Flask, sign: str, path: str, data: dict[str, object], together: threading.Barrier) -> int:
    """Send a form as the person of this session, when all others are ready too; return the status."""
    with app.app_context():
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = sign, True
        together.wait()
        return client.post(path, data=data).status_code


def test_a_process_that_runs_already_shows_a_new_name(own: Flask, url: str, tmp_path: Path) -> None:
    with own.app_context():
        begin_writing()
        seed_missing()
        operator = make_operator()
        path = f"/engagements/{make_posting(industry='industry.automotive').id}"
        operator_id = operator.id
        db.session.commit()
    command = [sys.executable, "-c", SECOND, url, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as second:

        def asked() -> str:
            assert second.stdin is not None
            assert second.stdout is not None
            second.stdin.write(f"{path}\n")
            second.stdin.flush()
            answer: str = json.loads(next(line for line in second.stdout if line.startswith('"')))
            return answer

        assert "自動車・輸送機器" in asked()
        with own.app_context():
            begin_writing()
            operator = db.session.get_one(type(operator), operator_id)
            rename_concept(concept_of("industry.automotive"), Names("新しい車", "new cars"), by=operator)
            db.session.commit()
        time.sleep(CHECK_EVERY + 0.1)
        assert "新しい車" in asked()
        assert second.stdin is not None
        second.stdin.close()


def test_one_name_given_to_two_concepts_at_once_goes_to_one(own: Flask) -> None:
    with own.app_context():
        begin_writing()
        seed_missing()
        operator = make_operator()
        db.session.commit()
        sign = operator.fs_uniquifier
        ids = {code: concept_of(code).id for code in ("tool.jira", "tool.backlog", "tool.excel")}
    found: list[int] = []
    barrier = threading.Barrier(len(ids))

    def save(code: str) -> None:
        data = {"ja": f"{code}版", "en": f"{code} x", "aliases": "魔法瓶", "version": 1}
        found.append(posted(own, sign, f"/settings/catalogue/{ids[code]}", data, barrier))

    threads = [threading.Thread(target=save, args=(code,)) for code in ids]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [303, 422, 422]
    with own.app_context():
        rows = db.session.execute(select(Concept.code, Concept.aliases)).all()
        assert sum("魔法瓶" in row.aliases for row in rows) == 1


def test_one_concept_saved_at_once_by_two_is_saved_by_one(own: Flask) -> None:
    with own.app_context():
        begin_writing()
        seed_missing()
        operator = make_operator()
        db.session.commit()
        sign, concept_id = operator.fs_uniquifier, concept_of("tool.jira").id
    found: list[int] = []
    barrier = threading.Barrier(2)

    def save(name: str) -> None:
        data = {"ja": name, "en": "Jira", "aliases": "", "version": 1}
        found.append(posted(own, sign, f"/settings/catalogue/{concept_id}", data, barrier))

    threads = [threading.Thread(target=save, args=(name,)) for name in ("甲の名", "乙の名")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [303, 409]
