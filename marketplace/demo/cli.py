"""`flask --app wsgi demo`: worlds of any size, for trying and measuring."""

from __future__ import annotations

import time

import click
from flask.cli import with_appcontext

from marketplace.db import db
from marketplace.demo.world import CONSULTANTS, ENGAGEMENTS, grow, is_empty, plant


@click.command("demo")
@click.option("--consultants", default=CONSULTANTS, show_default=True, help="Generated people.")
@click.option("--engagements", default=ENGAGEMENTS, show_default=True, help="Generated postings.")
@with_appcontext
def demo(consultants: int, engagements: int) -> None:
    """Plant a demo world of this size into a migrated database, or add so many to the world that is there."""
    began = time.perf_counter()
    make = plant if is_empty() else grow
    db.session.rollback()
    make(consultants=consultants, engagements=engagements, say=click.echo)
    click.echo(f"Planted in {time.perf_counter() - began:.0f} s.")
