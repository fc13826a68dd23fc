"""The page to compare with: Flask, SQLAlchemy and Jinja, twenty rows and a total, nothing else."""

from __future__ import annotations

import os
from datetime import datetime

import sqlalchemy as sa
from flask import Flask, render_template_string
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>Engagements</title><h1>{{ total }}</h1>
<ul>{% for row in rows %}<li><a href="/detail/{{ row.id }}">{{ row.title }}</a> {{ row.received_rate_max }}
{{ row.prefecture }} {{ row.months }} {{ row.published_at }}</li>{% endfor %}</ul></html>"""
DETAIL = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>{{ row.title }}</title><h1>{{ row.title }}</h1>
<p>{{ row.background }}</p><p>{{ row.duties }}</p><p>{{ row.received_rate_max }}</p></html>"""


class Base(DeclarativeBase):
    """The least a mapped class needs."""


class Posting(Base):
    """The product's own table, with the columns of a short list."""

    __tablename__ = "engagement"

    id: Mapped[str] = mapped_column(sa.Uuid, primary_key=True)
    title: Mapped[str]
    state: Mapped[str]
    background: Mapped[str]
    duties: Mapped[str]
    received_rate_max: Mapped[int]
    prefecture: Mapped[str]
    months: Mapped[int]
    published_at: Mapped[datetime]


def create_bare(url: str) -> Flask:
    """Return the bare application on the product's database."""
    app = Flask(__name__)
    engine = sa.create_engine(url)

    @app.get("/")
    def index() -> str:
        with Session(engine) as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Posting))
            query = sa.select(Posting).order_by(Posting.published_at.desc()).limit(20)  # by its index; all are open
            return render_template_string(PAGE, rows=session.scalars(query).all(), total=total)

    @app.get("/detail/<uuid:posting_id>")
    def detail(posting_id: object) -> str:
        with Session(engine) as session:
            return render_template_string(DETAIL, row=session.get_one(Posting, posting_id))

    return app


app = create_bare(os.environ.get("DATABASE_URL", "sqlite://"))
