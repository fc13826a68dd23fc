"""Two advisors merge the same two profiles at once, in threads on a real database: one merge, and a 409."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.testing import FlaskClient

from marketplace.db import db
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from tests.factories.accounts import make_advisor
from tests.factories.doubles import make_twice
from tests.factories.pipeline import make_application, make_posting
from tests.marketplace.pipeline.test_races import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

ROUNDS = 4


def test_one_merge_and_a_conflict(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        with own_product.app_context():
            one, other = make_twice()
            make_application(make_posting(), one)
            make_application(make_posting(), other)
            pair = (one.id, other.id)
            versions = {each.id: each.version for each in (one, other)}
            cookies = [make_advisor().fs_uniquifier for _each in range(2)]

        def press(kept: UUID, gone: UUID, cookie: str) -> int:
            client = FlaskClient(own_product, own_product.response_class)
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = cookie, True
            seen = {"sure": "y", "version": versions[kept], "other_version": versions[gone]}  # noqa: B023 - in this round
            return client.post(f"/consultants/{kept}/merge?other={gone}", data=seen).status_code

        # Each keeps the other one: without an order of locks they would wait for each other for ever.
        answers = at_once(
            lambda: press(pair[0], pair[1], cookies[0]),  # noqa: B023 - called in this round
            lambda: press(pair[1], pair[0], cookies[1]),  # noqa: B023
        )
        assert sorted(answers) == [303, 409]
        with own_product.app_context():
            states = [db.session.get_one(Consultant, each).state for each in pair]
            assert sorted(states) == [ProfileState.CLOSED, ProfileState.LISTED]
