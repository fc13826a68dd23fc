"""`flask --app wsgi demo`: worlds of any size, for trying and measuring."""

from __future__ import annotations

import time

import click
from flask.cli import with_appcontext

from marketplace.demo.world import CONSULTANTS, ENGAGEMENTS, plant


@click.command("demo")
@click.option("--consultants", default=CONSULTANTS, show_default=True, help="Generated people.")
@click.option("--engagements", default=ENGAGEMENTS, show_default=True, help="Generated postings.")
@with_appcontext
def demo(consultants: int, engagements: int) -> None:
    """Plant a demo world of this size into an empty, migrated database."""
    began = time.perf_counter()
    plant(consultants=consultants, engagements=engagements, say=click.echo)
    click.echo(f"Planted in {time.perf_counter() - began:.0f} s.")
