"""Commands of the floor: the job consumer, and the policy as a table."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from marketplace.background import consume
from marketplace.matrix import KINDS, matrix


@click.command("worker")
@click.option("--threads", default=1, show_default=True, help="Jobs at once in this process.")
@with_appcontext
def worker(threads: int) -> None:
    """Serve jobs until told to stop; run as many of these as you like on PostgreSQL."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the proxy's own way out
    consume(app, threads=threads)


@click.group("policy")
def policy() -> None:
    """Who may do what."""


@policy.command("matrix")
def print_matrix() -> None:
    """Print each action and what each kind of person may do with a record of its own and of others."""
    rows = matrix()
    width = max(len(action) for action, _cells in rows) + 2
    click.echo("".ljust(width) + "".join(kind.ljust(16) for kind in KINDS))
    for action, cells in rows:
        click.echo(action.ljust(width) + "".join(cell.ljust(16) for cell in cells))
