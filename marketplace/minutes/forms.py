"""Shapes of minutes, and of the rows that are offered from their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import DayField, Form, ParagraphField, TextField, VersionField
from marketplace.minutes.lines import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.minutes.lines import Found

LONGEST = 20_000


class MinutesForm(Form):
    """A meeting's minutes."""

    title = TextField(_("Name of the meeting"), required=True, longest=120)
    held_on = DayField(_("Day of the meeting"), required=True)
    place = TextField(_("Room or link"), longest=200)
    attendees = TextField(_("Who was there"), longest=400)
    body = ParagraphField(
        _("What the meeting said"), longest=LONGEST,
        description=_("Begin a line with 【決定】 or 【アクション】 (also “Decision:”, “Action:”, “TODO:”) to make a row of it. 担当:佐藤 期限:12/5, @佐藤 or ～12/5まで are read from the line."),  # noqa: E501 - one sentence for translators
    )  # fmt: skip


class ChangedMinutesForm(MinutesForm):
    """The same, changed later."""

    version = VersionField()


@dataclass(slots=True)
class Offer:
    """A row that is offered: as it was read from its line, then as it was typed over."""

    key: str
    kind: Kind
    title: str
    owner: str
    due: str
    ticked: bool = True
    errors: dict[str, object] = field(default_factory=dict)


def offers_of(found: Sequence[Found], meeting: str) -> list[Offer]:
    """Return the rows that lines offer; who decides, where a line does not say it, is the meeting."""
    return [
        Offer(
            each.key,
            each.kind,
            each.title,
            each.owner or (meeting if each.kind is Kind.DECISION else ""),
            each.due_on.isoformat() if each.due_on else "",
        )
        for each in found
    ]


def typed_offers(offers: Sequence[Offer], sent: Mapping[str, str]) -> list[Offer]:
    """Return the same rows with what was typed over them."""
    for each in offers:
        kind = sent.get(f"{each.key}.kind", each.kind)
        each.kind = Kind(kind) if kind in set(Kind) else each.kind
        each.title = sent.get(f"{each.key}.title", each.title)
        each.owner = sent.get(f"{each.key}.owner", each.owner)
        each.due = sent.get(f"{each.key}.due", each.due)
        each.ticked = bool(sent.get(f"{each.key}.ticked"))
    return list(offers)
