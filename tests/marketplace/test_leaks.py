"""Nobody meets a name, an address, an employer or a note that is not theirs to read: on any page, file or mail."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from marketplace.db import Model, db
from marketplace.i18n import in_locale
from marketplace.inbox.wording import word
from marketplace.outbox import Message
from tests.marketplace.peopled import allowed, peopled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.test import TestResponse

    from config import Config
    from marketplace.accounts.models import User
    from tests.conftest import PageClient

LINK = re.compile(r'(?:href|src|hx-get|data-src)="(/(?!static/)[^"#]*)')
LEFT_ALONE = ("/demo/", "/sign-out", "/static/")  # the demo's mailbox shows every mail to everybody: it says so


def addresses(app: Flask) -> Iterator[str]:
    """Every address of the product that a reader could type: each GET route with each id that exists."""
    tables = {mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.rule.startswith(LEFT_ALONE):
            continue
        if not rule.arguments:
            yield rule.rule
            continue
        (name,) = rule.arguments if len(rule.arguments) == 1 else ("",)
        model = tables.get(name.removesuffix("_id"))
        for row_id in db.session.scalars(select(model.id)) if model is not None else ():
            yield re.sub(r"<[^>]+>", str(row_id), rule.rule)


def words_of(answer: TestResponse) -> str:
    """Whatever a person, or a program that searches the file, reads in an answer."""
    match answer.mimetype:
        case "application/pdf":
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
        case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
            sheets = load_workbook(io.BytesIO(answer.data)).worksheets
            text = "".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
        case _:
            text = answer.data.decode(errors="replace")
    return re.sub(r"\s+", "", text + str(answer.headers))


def mails_to(user: User | None, app: Flask, config: Config) -> Iterator[str]:
    if user is None:
        return
    for message in db.session.scalars(select(Message).where(Message.to_email == user.email)):
        for locale in ("ja", "en"):
            with in_locale(locale):
                said = word(message, app.jinja_env, config)
            yield re.sub(r"\s+", "", f"{said.subject}{said.body}{said.link}")


def crawl(client: PageClient, app: Flask, user: User | None, *, follow: int) -> dict[str, str]:
    """Return what a person reads at every address, and behind up to `follow` more links of those pages."""
    waiting = list(dict.fromkeys(addresses(app)))
    read: dict[str, str] = {}
    most = len(waiting) + follow
    while waiting and len(read) < most:
        path = waiting.pop(0)
        if path in read:
            continue
        client.sign_out()
        if user is not None:
            client.sign_in(user)  # again for each page: some of the second factor's end a session that they do not fit
        answer = client.get(path)
        assert answer.status_code < 500 or path == "/readyz", path  # not ready: no migrations, no job consumer here
        read[path] = words_of(answer)
        if answer.mimetype == "text/html" and follow:
            found = [each.replace("&amp;", "&") for each in LINK.findall(answer.text)]
            waiting += [each for each in found if not each.startswith(LEFT_ALONE)]
    return read


@pytest.fixture
def people(client: PageClient) -> dict[str, User | None]:
    del client
    return peopled()


def _meets(client: PageClient, app: Flask, config: Config, users: dict[str, User | None], *, follow: int) -> None:
    """Compare who meets which word with who may."""
    met: dict[str, dict[str, str]] = {word: {} for word in allowed()}
    for who, user in users.items():
        pages = crawl(client, app, user, follow=follow)
        pages |= {f"mail {number}": mail for number, mail in enumerate(mails_to(user, app, config))}
        for word_, readers in met.items():
            squeezed = word_.replace(" ", "")
            found = [path for path, text in pages.items() if squeezed in text]
            if found:
                readers[who] = found[0]
    wrong = {
        f"{who} reads {each}": path
        for each, readers in met.items()
        for who, path in readers.items()
        if who not in allowed()[each]
    }
    assert wrong == {}
    unread = {each: sorted(may - set(met[each])) for each, may in allowed().items() if may - set(met[each])}
    assert unread == {}, "a word that nobody could find proves nothing"


def test_everybody_meets_only_their_own(
    client: PageClient, app: Flask, config: Config, people: dict[str, User | None]
) -> None:
    _meets(client, app, config, people, follow=0)


@pytest.mark.attack
def test_everybody_meets_only_their_own_behind_every_link(
    client: PageClient, app: Flask, config: Config, people: dict[str, User | None]
) -> None:
    _meets(client, app, config, people, follow=1500)
