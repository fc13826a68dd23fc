"""flask accounts …: the first people of the operator's staff."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from marketplace.accounts import operations
from marketplace.accounts.states import UserKind
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import in_locale


@click.group("accounts")
def cli() -> None:
    """People who work for the operator."""


def _invite(email: str, name: str, kind: UserKind) -> None:
    with current_app.test_request_context(), in_locale("en"):
        try:
            token = operations.invite_staff(email=email, name=name, kind=kind, by=None)
        except DomainError as error:
            raise click.ClickException(str(error.message)) from error
    db.session.commit()
    days = operations.INVITATION_LASTS.days
    click.echo(f"Open this link within {days} days; it works once and asks for a password:")
    click.echo(f"{current_app.config['PRODUCT'].base_url}/invitations/{token}")


@cli.command("create-operator")
@click.argument("email")
@click.argument("name")
@with_appcontext
def create_operator(email: str, name: str) -> None:
    """Print a single-use invitation link for a new operator."""
    _invite(email, name, UserKind.OPERATOR)


@cli.command("create-advisor")
@click.argument("email")
@click.argument("name")
@with_appcontext
def create_advisor(email: str, name: str) -> None:
    """Print a single-use invitation link for a new advisor."""
    _invite(email, name, UserKind.ADVISOR)
