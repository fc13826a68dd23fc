"""Records to plain JSON values and back, from the annotations alone."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def encode(value: Any) -> Any:  # noqa: ANN401 - a JSON value is any value
    """Tuples and sets become lists (sets sorted), dates ISO text, records objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: encode(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, frozenset):
        return sorted(encode(one) for one in value)
    if isinstance(value, (tuple, list)):
        return [encode(one) for one in value]
    if isinstance(value, Mapping):
        return {key: encode(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def decode(hint: type[T], value: Any) -> T:  # noqa: ANN401 - a JSON value is any value
    """Read a value as the type says; raises `ValueError` where it is not one, naming the place."""
    try:
        found = msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        refused = error.__cause__  # what a record says of itself
        raise refused if isinstance(refused, ValueError) else ValueError(str(error)) from error
    _expect_no_more(value, encode(found))
    return found


def _expect_no_more(given: Any, read: Any) -> None:  # noqa: ANN401 - JSON values
    """Raise `ValueError` where something was given that no record has a field for: a slip of the pen, or foreign."""
    if isinstance(given, Mapping):
        if unknown := sorted(set(given) - set(read)):
            raise ValueError(f"unknown fields {unknown}")
        for key, one in given.items():
            _expect_no_more(one, read[key])
    elif isinstance(given, (list, tuple)) and isinstance(read, list):
        for one, other in zip(given, read, strict=False):
            _expect_no_more(one, other)
