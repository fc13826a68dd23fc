"""Yen that something costs more or less, typed as people and accountants write it; a price has no sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import MultiDict

from marketplace.inputs import Form, YenField

if TYPE_CHECKING:
    from flask import Flask

MOST = 100_000_000


class Amounts(Form):
    change = YenField("Change", low=-MOST, high=MOST)
    price = YenField("Price", high=MOST)


def read(app: Flask, **typed: str) -> Amounts:
    with app.test_request_context("/", headers={"Cookie": "locale=en"}):
        form = Amounts(MultiDict(typed))
        form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("-120万", -1_200_000), ("▲１，２００，０００円", -1_200_000), ("−5", -5), ("+30万", 300_000), ("30万", 300_000)],
)
def test_more_or_less(built_app: Flask, typed: str, kept: int) -> None:
    assert read(built_app, change=typed).change.data == kept


@pytest.mark.parametrize("typed", ["--5", "-", "5-", "-1億"])
def test_what_is_no_amount(built_app: Flask, typed: str) -> None:
    assert read(built_app, change=typed).change.errors


def test_more_than_the_bound_and_less_than_nothing(built_app: Flask) -> None:
    form = read(built_app, change="-2000000万", price="-5")
    assert form.change.errors
    assert form.price.errors
