"""A model's file that cannot be read back: people are told why in words, and only the log has the program's own."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace import files
from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.learning import labels
from marketplace.learning.operations import ModelUnusable, note_unusable, roll_back, store_model
from marketplace.outbox import Message
from marketplace.shortlist import current
from marketplace.shortlist.current import FOLDER, in_force
from marketplace.shortlist.states import ModelState
from tests.factories.accounts import make_operator
from tests.factories.learning import make_model
from tests.marketplace.learning.test_life import once

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.conftest import PageClient

MODELS = "/operation/ranking-models"


def with_manifest(content: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    """Return packed files whose manifest was changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            kept = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(kept)
                change(manifest)
                kept = json.dumps(manifest).encode()
            new.writestr(name, kept)
    return held.getvalue()


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda manifest: manifest["libraries"].update(numpy="0.1"), "foreign"),
        (lambda manifest: manifest.update(features=["one"]), "foreign"),
        (lambda manifest: manifest.update(format=99), "foreign"),
        (lambda manifest: manifest.update(sha256="0"), "damaged"),
        (lambda manifest: manifest.clear(), "damaged"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_apart(change: Callable[[dict[str, object]], object], code: str) -> None:
    content = with_manifest(once().content, change)
    file, digest = files.put(content, folder=FOLDER), sha256(content).hexdigest()
    make_model(state=ModelState.CURRENT, refused_because=[], file=file, sha256=digest)
    db.session.commit()
    current.forget()
    assert in_force().unusable == code


def test_a_file_that_is_gone_is_told_in_words_and_its_path_to_nobody(client: PageClient, app: Flask) -> None:
    operator = make_operator()
    row = make_model(state=ModelState.CURRENT, refused_because=[], file="ranking-models/2026-01-01/gone", sha256="0")
    db.session.commit()
    note_unusable(in_force().unusable)
    db.session.commit()
    assert row.unusable == "missing"
    client.sign_in(operator)
    for path, who_ranks in ((MODELS, 1), (f"{MODELS}/{row.id}", 0)):
        page = client.get(path).text
        assert page.count("適用中<") == who_ranks  # the tile's heading, over the hand weights; the model ranks nobody
        assert "ファイルが見つからないか、開けません" in page
        assert "gone" not in page
        assert "Errno" not in page
    message = db.session.scalars(select(Message).where(Message.template == "learning/model_unusable")).one()
    assert message.facts["code"] == "missing"
    for locale, words in (("ja", "ファイルが見つからないか、開けません"), ("en", "its file is not there")):
        with in_locale(locale):
            text = app.jinja_env.get_template("notices/learning/model_unusable/body.txt").render(message.facts)
        assert words in text
        assert "gone" not in text
    told = app.test_cli_runner().invoke(args=["matching", "status"]).output
    assert "(the current model is unusable: its file is not there, or cannot be opened)" in told


@pytest.mark.usefixtures("session")
def test_going_back_to_one_that_cannot_be_read_says_why() -> None:
    row = store_model(once(), by=None)
    roll_back(None, by=None)
    row.sha256 = "0"
    with pytest.raises(ModelUnusable) as caught, in_locale("en"):
        roll_back(row, by=None)
    with in_locale("en"):
        assert str(caught.value.message).endswith("its file is not the one that was written")
    assert {"missing", "changed", "foreign", "damaged"} == set(labels.UNREADABLE)
