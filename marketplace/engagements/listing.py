"""The list's own rows: kept beside each open posting in the transaction that changes it, text index included."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import DDL, TextClause, event, select, text

from marketplace.db import Model, db
from marketplace.engagements.models import Engagement, Listing, ListingClock
from marketplace.engagements.states import EngagementState
from marketplace.places import PREFECTURES
from marketplace.vocabulary import name, search_tokens

CLOCK = UUID(int=1)

# One table on both engines, over the same tokens: FTS5 here, tsvector with GIN there.
SQLITE_TEXT = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS listing_text USING fts5(tokens, detail=none, columnsize=0, prefix='6 11')"
)
# Token lists stand outside the rows, so that the rows a search visits are few pages.
POSTGRES_TEXT = (
    "CREATE TABLE IF NOT EXISTS listing_text (number INTEGER PRIMARY KEY, tokens TSVECTOR STORAGE EXTERNAL NOT NULL) "
    "WITH (toast_tuple_target = 128)"
)
POSTGRES_INDEX = "CREATE INDEX IF NOT EXISTS ix_listing_text_tokens ON listing_text USING gin (tokens)"

event.listen(Model.metadata, "after_create", DDL(SQLITE_TEXT).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
event.listen(Model.metadata, "after_create", DDL(POSTGRES_TEXT).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
event.listen(Model.metadata, "after_create", DDL(POSTGRES_INDEX).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
event.listen(Model.metadata, "before_drop", DDL("DROP TABLE IF EXISTS listing_text"))  # type: ignore[no-untyped-call]


def searchable_text(engagement: Engagement) -> str:
    """Return what free text finds a posting by: title, duties, skills, industry, prefecture and place, both tongues."""
    names = [engagement.industry, *engagement.tools, *engagement.functions, *engagement.phases]
    mix = zip(("strategic", "controlling", "supportive"), engagement.type_mix, strict=True)
    types = [f"type.{kind}" for kind, percent in mix if percent >= TYPE_COUNTS_FROM]
    parts = [
        engagement.title,
        engagement.background,
        engagement.duties,
        *(each.text for each in engagement.requirements),
        *(word for concept in (*names, *types) if concept for word in (name(concept, "ja"), name(concept, "en"))),
        " ".join(PREFECTURES.get(engagement.prefecture, ())),
        engagement.place,
    ]
    return "\n".join(part for part in parts if part)


TYPE_COUNTS_FROM = 30  # percent of the mix from which a posting counts as being of a type


def next_revision() -> int:
    """Number this change of the list; the row lock makes numbers become visible in their order."""
    clock = db.session.get(ListingClock, CLOCK, with_for_update=True)
    if clock is None:
        clock = ListingClock(id=CLOCK, revision=0)
        db.session.add(clock)
    clock.revision += 1
    return clock.revision


def values_of(engagement: Engagement) -> dict[str, object]:
    """Return the columns of the posting's list row."""
    concepts = dict.fromkeys([*(c for each in engagement.requirements for c in each.concepts), *engagement.tools])
    return {
        "rate": engagement.received_rate_max or engagement.received_rate_min or 0,
        "days_min": engagement.days_min,
        "days_max": engagement.days_max,
        "months": engagement.months or 0,
        "start_day": engagement.start_on.toordinal() if engagement.start_on else 0,
        "deadline_day": engagement.deadline.toordinal() if engagement.deadline else 0,
        "remote": engagement.remote,
        "onsite_days": engagement.onsite_days,
        "prefecture": engagement.prefecture,
        "layer": engagement.layer,
        "industry": engagement.industry,
        "strategic": engagement.strategic,
        "controlling": engagement.controlling,
        "supportive": engagement.supportive,
        "accepts_individual": engagement.accepts_individual,
        "accepts_company": engagement.accepts_company,
        "functions": list(engagement.functions),
        "concepts": list(concepts),
    }


def refresh_listing(engagement: Engagement, *, newly: bool = False) -> None:
    """Bring the list row and the text index of a posting up to date; `newly` puts it on top as published now."""
    listing = db.session.scalar(select(Listing).where(Listing.engagement_id == engagement.id))
    is_open = engagement.state is EngagementState.OPEN
    if listing is None and not is_open:
        return
    revision = next_revision()
    if listing is None:
        listing = Listing(engagement_id=engagement.id, number=revision, **values_of(engagement))
        db.session.add(listing)
    else:
        _forget_text(listing.number)
        if newly:
            listing.number = revision
        for column, value in values_of(engagement).items():
            setattr(listing, column, value)
    listing.revision, listing.is_open = revision, is_open
    if is_open:
        _index_text(listing.number, searchable_text(engagement))


def _forget_text(number: int) -> None:
    key = "rowid" if db.engine.dialect.name == "sqlite" else "number"
    db.session.execute(text(f"DELETE FROM listing_text WHERE {key} = :number"), {"number": number})  # noqa: S608 - a constant


def _index_text(number: int, words: str) -> None:
    db.session.execute(text_insert(), {"number": number, "tokens": " ".join(search_tokens(words))})


def text_insert() -> TextClause:
    """Return the engine's statement that indexes :tokens under :number."""
    if db.engine.dialect.name == "sqlite":
        return text("INSERT INTO listing_text (rowid, tokens) VALUES (:number, :tokens)")
    return text(
        "INSERT INTO listing_text (number, tokens) VALUES (:number, array_to_tsvector(string_to_array(:tokens, ' ')))"
    )
