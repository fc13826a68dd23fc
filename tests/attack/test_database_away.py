"""The database restarts, takes no writes, or its disk is full: people are told to come back, and all is well again."""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import sqlalchemy as sa

from marketplace.db import db
from tests.attack.market import applications, apply, make_consultants, make_postings
from tests.attack.product import Product, product, until
from tests.postgres import data_folder, postgresql, start, stop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from tests.attack.product import Answer, Person

pytestmark = pytest.mark.attack
BACK = 5  # seconds until requests are served again
AWAY = "ただいまご利用いただけません"


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Product]:
    with postgresql() as url, product(url, tmp_path) as started:
        started.start_web()
        yield started


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Product]:
    with product(f"sqlite:///{tmp_path / 'ennoshita.db'}", tmp_path) as started:
        started.start_web()
        yield started


def says_come_back(answer: Answer) -> bool:
    return answer.status == 503 and answer.headers.get("retry-after") == "5" and AWAY in answer.text


class Crowd:
    """People who read and apply without a pause until they are told to stop."""

    def __init__(self, people: list[Person], postings: list[UUID]) -> None:
        self.statuses: list[int] = []
        self.applied: list[UUID] = []
        self._over = threading.Event()
        half = len(people) // 2
        work = [(self._read, each) for each in people[:half]]
        self._left = itertools.cycle(postings)
        self._threads = [
            *(threading.Thread(target=target, args=(each,)) for target, each in work),
            *(threading.Thread(target=self._apply, args=(each,)) for each in people[half:]),
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, person: Person) -> None:
        while not self._over.is_set():
            self.statuses += [person.get(path).status for path in ("/engagements", "/applications", "/profile")]

    def _apply(self, person: Person) -> None:
        while not self._over.is_set():
            posting_id = next(self._left)
            answer = apply(person, posting_id)
            self.statuses.append(answer.status)
            if answer.status == 303:
                self.applied.append(posting_id)

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_restart_of_postgresql_costs_seconds_and_loses_nothing(on_postgresql: Product, how: str) -> None:
    run = on_postgresql
    folder = data_folder(run.environ["DATABASE_URL"])
    people, postings = make_consultants(run, 6), make_postings(run, 40)
    crowd = Crowd(people, postings)
    try:
        time.sleep(1.5)
        stop(folder, how)
        until(lambda: says_come_back(people[0].get("/applications")), seconds=BACK)
        assert says_come_back(apply(people[0], postings[0]))
        assert run.visitor().get("/healthz").status == 200
        assert run.visitor().get("/readyz").status == 503
        start(folder)
        until(lambda: people[0].get("/applications").status == 200, seconds=BACK)
        time.sleep(1)
    finally:
        crowd.stop()
    assert {200, 303, 503} == set(crowd.statuses)
    made = {posting_id: applications(run, posting_id) for posting_id in postings}
    assert all(made[posting_id] for posting_id in crowd.applied)


def test_a_postgresql_that_takes_no_writes_still_serves_readers(on_postgresql: Product) -> None:
    """As a stand-by does during a switch-over."""
    run = on_postgresql
    (person,), (posting_id,) = make_consultants(run, 1), make_postings(run, 1)
    _takes_writes(run, "off")
    assert says_come_back(apply(person, posting_id))
    assert person.get(f"/engagements/{posting_id}").status == 200
    assert applications(run, posting_id) == []
    _takes_writes(run, "on")
    assert apply(person, posting_id).status == 303
    assert len(applications(run, posting_id)) == 1


def _takes_writes(run: Product, how: str) -> None:
    only_reads = {"on": "off", "off": "on"}[how]
    with run.app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SET default_transaction_read_only = off"))
        connection.execute(sa.text(f"ALTER SYSTEM SET default_transaction_read_only = {only_reads}"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
        connection.execute(sa.text("RESET default_transaction_read_only"))
        shown = sa.text("SHOW default_transaction_read_only")
        until(lambda: connection.scalar(shown) == only_reads)
        connection.invalidate()


def test_a_full_disk_loses_nothing_and_the_pages_stay_readable(on_sqlite: Product) -> None:
    """The web process may write no byte to any file, as on a full disk; then it may again."""
    run = on_sqlite
    (person,), (posting_id, other_id) = make_consultants(run, 1), make_postings(run, 2)
    assert apply(person, posting_id).status == 303
    worker = run.web_worker()
    before: Any = worker.rlimit(psutil.RLIMIT_FSIZE)
    worker.rlimit(psutil.RLIMIT_FSIZE, (1, before[1]))
    for _try in range(3):
        assert says_come_back(apply(person, other_id))
        assert person.get(f"/engagements/{other_id}").status == 200
        assert person.get("/applications").status == 200
    assert applications(run, other_id) == []
    worker.rlimit(psutil.RLIMIT_FSIZE, before)
    assert apply(person, other_id).status == 303
    assert len(applications(run, other_id)) == 1
    assert len(applications(run, posting_id)) == 1
