"""The advisor's page of one contract: its health, what the pulses say, what is to be looked after."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template

from marketplace.contracts.naming import named_in
from marketplace.identity import signed_in_user
from marketplace.pulses.faring import healths_of
from marketplace.pulses.forms import DigestForm, NoteForm, SettleForm
from marketplace.pulses.months import checks_of, signs_found
from marketplace.pulses.queries import concerns_of, digests_of, newest_answer, pulses_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from marketplace.contracts.models import Contract
    from marketplace.inputs import Form


def health_page(
    contract: Contract, refused: Mapping[str, Form] | None = None, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Draw the page; `refused` are forms that stand as they were typed, by name: digest, read-…, settle-…."""
    pulses, concerns = pulses_of(contract), concerns_of(contract)
    forms: dict[str, Form] = {"digest": DigestForm(formdata=None)}
    forms |= {f"read-{each.id}": NoteForm(formdata=None, note=each.note, seen=newest_answer(each)) for each in pulses}
    forms |= {f"settle-{each.id}": SettleForm(formdata=None) for each in concerns}
    forms |= refused or {}
    for name, form in forms.items():  # several stand on one page: each label leads to its own field
        for field in form:
            field.id = f"{name}-{field.id}"
    return render_template(
        "pulses/health.html", contract=contract, pulses=pulses, concerns=concerns, digests=digests_of(contract),
        checks=checks_of(contract), signs=signs_found(contract),
        health=healths_of([contract])[contract.id], forms=forms, who=named_in(signed_in_user(), contract),
    ), status  # fmt: skip
