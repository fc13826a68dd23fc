"""Schemathesis over the whole document against the application itself, with a token and rows that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import schemathesis
from flask import g
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask
    from schemathesis import Case


def operations_of(app: Flask) -> list[Any]:
    """Load the document from the application and return its operations."""

    def fresh(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        for name in list(g):  # the test's application context outlives a request
            g.pop(name)
        return app.wsgi_app(environ, start)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", fresh)
    return [each.ok() for each in schema.get_all_operations()]  # type: ignore[union-attr]  # an error would have none, and fail


def try_operation(operation: Any, token: str, ids: dict[str, str], examples: int) -> set[int]:  # noqa: ANN401 - not typed
    """Send made-up requests, valid and invalid ones, and run every check; return the statuses that were met."""
    met: set[int] = set()
    known = {name: value for name, value in ids.items() if name in operation.path}
    # With ids of nothing all answers would be 404: most requests are for the project that is there.
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if known:
            met |= _try(operation.as_strategy(generation_mode=mode, path_parameters=known), token, examples)
        if not known or mode is GenerationMode.NEGATIVE:
            met |= _try(operation.as_strategy(generation_mode=mode), token, max(1, examples // 2))
    return met


def _try(strategy: Any, token: str, examples: int) -> set[int]:  # noqa: ANN401 - not typed
    met: set[int] = set()

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(case=strategy)
    def ask(case: Case[Any]) -> None:
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
        met.add(answer.status_code)

    ask()
    return met
