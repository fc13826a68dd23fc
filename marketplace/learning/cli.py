"""The ranker at the command line: train, evaluate, status, rollback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from marketplace.clock import TOKYO
from marketplace.db import in_own_transaction
from marketplace.errors import DomainError
from marketplace.i18n import in_locale
from marketplace.learning import operations
from marketplace.learning.labels import UNREADABLE
from marketplace.learning.queries import gone_back_at, model_numbered, models, stock
from marketplace.shortlist.current import current_model, in_force
from marketplace.shortlist.states import ModelState

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.shortlist.models import RankingModel

cli = AppGroup("matching", help="The learned ranker.")


@cli.command("train")
@click.option("--take", is_flag=True, help="Take it although the last one was gone back from, if it passes.")
def train(*, take: bool) -> None:
    """Train on everything judged so far; the model is taken only where it is better, fair and explains itself."""
    from marketplace.learning.judged import judged_pairs  # noqa: PLC0415 - numpy and
    from marketplace.learning.training import FEWEST_POSTINGS, trained  # noqa: PLC0415 - scikit-learn are for who trains

    found = trained()
    if found is None:
        held = judged_pairs().groups
        raise click.ClickException(
            f"Too little was judged: {FEWEST_POSTINGS} postings with good and bad are needed, there are {held}."
        )
    try:
        with in_own_transaction():
            row = operations.store_model(found, by=None, taken=take)
            click.echo(_line(row))
            since = gone_back_at(current_model())
            if row.state is ModelState.WAITING and since:
                click.echo(f"  passed; waits for an operator, because of the going back on {_day(since)}")
    except OSError as error:
        raise click.ClickException(f"The model's file cannot be written, nothing was changed: {error}") from error
    except DomainError as error:  # a night's training came first
        with in_locale("en"):
            raise click.ClickException(str(error.message)) from error
    for name, mean in found.metrics["rungs"].items():
        click.echo(f"  {name:<8}nDCG@10 {mean:.4f} on later postings")
    difference = found.metrics["difference"]
    click.echo(f"  to {found.against}: {difference['mean']:+.4f} [{difference['low']:+.4f}, {difference['high']:+.4f}]")


@cli.command("evaluate")
def evaluate() -> None:
    """Measure the ranker in force on the newest judged postings."""
    from marketplace.learning.training import evaluated  # noqa: PLC0415 - as above

    found = evaluated()
    if found is None:
        raise click.ClickException("Too little was judged to measure anything.")
    told = ", ".join(f"{name} {mean:.4f}" for name, mean in found.means.items())
    click.echo(f"{found.name} on the {found.groups} newest judged postings: {told}")


@cli.command("status")
def status() -> None:
    """Tell which ranker is in force, what there is to learn from, and what became of each model."""
    ranker, held = in_force(), stock()
    with in_locale("en"):
        why = f" (the current model is unusable: {UNREADABLE[ranker.unusable]})" if ranker.unusable else ""
    click.echo(f"in force: {ranker.name}{why}")
    since = gone_back_at(current_model())
    if since:
        click.echo(f"a model that passes waits for an operator, because of the going back on {_day(since)}")
    click.echo(f"observed: {held['pairs']} pairs, {held['lists']} lists, {held['perusals']} perusals")
    for row in models():
        click.echo(_line(row))


@cli.command("rollback")
@click.argument("number", type=int, required=False)
def rollback(number: int | None) -> None:
    """Put model NUMBER in force again, or without one the hand weights; the present model is withdrawn."""
    try:
        with in_own_transaction():
            row = _to_go_back_to(number)
            operations.roll_back(row, by=None)
    except DomainError as error:
        with in_locale("en"):
            raise click.ClickException(str(error.message)) from error
    click.echo(f"in force: {in_force().name}")


def _to_go_back_to(number: int | None) -> RankingModel | None:
    """Return the model of a number, None for the hand weights; says why where it cannot be gone back to."""
    row, current = (model_numbered(number) if number is not None else None), current_model()
    if number is not None and row is None:
        raise click.ClickException(f"There is no model {number}.")
    if row is None and current is None:
        raise click.ClickException("The hand weights are in force already.")
    if row is not None and row is current and not in_force().unusable:
        raise click.ClickException(f"{row.name} is in force already.")
    if row is not None and row.state is ModelState.REFUSED:
        raise click.ClickException(f"{row.name} was refused: there is nothing to put in force.")
    if row is not None and row.state is ModelState.WAITING:
        raise click.ClickException(f"{row.name} waits to be taken, on the operator's page; nobody can go back to it.")
    return row


def _line(row: RankingModel) -> str:
    because = f" ({', '.join(row.refused_because)})" if row.refused_because else ""
    return f"{row.name}: {row.state.value}{because}, {row.pairs} pairs of {row.groups} postings, {_day(row.made_at)}"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(TOKYO):%Y-%m-%d}"
