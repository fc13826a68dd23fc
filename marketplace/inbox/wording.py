"""A message in words: its subject, its text readable alone, and the same text as a page for mail programs.

Each event has `templates/notices/<feature>/<event>/subject.txt` and `body.txt`, and may have `button.txt`, the
words of its one button. They see the message's facts by name; a fact that is a day travels as text and is shown
with `{{ until|as_date|date_long }}`. A subject says nothing confidential: it shows on locked screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound

from marketplace.inbox.labels import ABOUT, REST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from config import Config
    from marketplace.outbox import Message


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a summary."""

    subject: str
    about: str  # a title or a name, where the notice has one
    link: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as one reader reads it, in the language spoken while it was worded."""

    subject: str
    body: str
    button: str
    link: str  # absolute; empty when there is nothing to open
    groups: tuple[tuple[str, tuple[Line, ...]], ...] = ()  # of a summary: what its notices are about, and they


def as_date(text: str | date) -> date:
    """Return the day that a fact names; facts are plain values, so days come as 2026-11-22."""
    return text if isinstance(text, date) else date.fromisoformat(text[:10])


def as_moment(text: str) -> datetime:
    """Return the instant that a fact names."""
    return datetime.fromisoformat(text)


def word(message: Message, environment: Environment, config: Config, said: Sequence[Message] = ()) -> Wording:
    """Put a message into words, in the present locale; `said` are those that a summary says."""
    folder = f"notices/{message.template}"
    facts = {**message.facts, "operator": config.operator}
    subject = environment.get_template(f"{folder}/subject.txt").render(facts)
    body = environment.get_template(f"{folder}/body.txt").render(facts)
    try:
        button = environment.get_template(f"{folder}/button.txt").render(facts)
    except TemplateNotFound:
        button = environment.get_template("notices/button.txt").render(facts)
    link = f"{config.base_url}{message.link}" if message.link else ""
    groups = _groups([(each, word(each, environment, config)) for each in said])
    return Wording(" ".join(subject.split()), body.strip(), " ".join(button.split()), link, groups)


def _groups(worded: Sequence[tuple[Message, Wording]]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Order a summary's notices by what they are about."""
    found: dict[str, list[Line]] = {}
    for message, wording in worded:
        feature = message.template.partition("/")[0]
        found.setdefault(feature if feature in ABOUT else "", []).append(
            Line(wording.subject, _about(message), wording.link)
        )
    return tuple((str(ABOUT.get(name, REST)), tuple(found[name])) for name in (*ABOUT, "") if name in found)


def _about(message: Message) -> str:
    """Return the first of a notice's facts that says which one it is."""
    return next((str(message.facts[name]) for name in ("title", "company", "name") if message.facts.get(name)), "")


def as_text(wording: Wording, environment: Environment, config: Config) -> str:
    """Return the plain text of a mail: the words, the link, who sent it."""
    return environment.get_template("notices/layout.txt").render(
        wording=wording, operator=config.operator, base_url=config.base_url
    )


def as_html(wording: Wording, locale: str, environment: Environment, config: Config) -> str:
    """Return the same words as a page for mail programs: paragraphs, and one button."""
    paragraphs = [each.strip() for each in wording.body.split("\n\n") if each.strip()]
    return environment.get_template("notices/layout.html").render(
        wording=wording, paragraphs=paragraphs, locale=locale, operator=config.operator, base_url=config.base_url
    )
