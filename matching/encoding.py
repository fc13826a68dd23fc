"""Records to plain JSON values and back, from the annotations alone."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

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
    """Read a value as the type says; raises `TypeError`, `ValueError` or `KeyError` where it is not one."""
    result: T = _decode(hint, value)
    return result


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _decode(hint: Any, value: Any) -> Any:  # noqa: ANN401 - driven by annotations
    if is_dataclass(hint):
        return _decode_record(hint, value)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _decode_union(arguments, value)
    if origin in (tuple, frozenset):
        return _decode_many(origin, arguments, value)
    if origin is Literal:
        return _expect(value in arguments, value, hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_decode(arguments[0], key): _decode(arguments[1], one) for key, one in value.items()}
    return _decode_plain(hint, value)


def _decode_plain(hint: Any, value: Any) -> Any:  # noqa: ANN401 - driven by annotations
    if hint is date:
        return date.fromisoformat(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    fits = isinstance(value, hint) and (hint is bool or not isinstance(value, bool))
    return _expect(fits, value, hint)


def _decode_record(hint: Any, value: Any) -> Any:  # noqa: ANN401 - driven by annotations
    hints = _hints(hint)
    unknown = set(value) - set(hints)
    if unknown:
        raise TypeError(f"unknown fields {sorted(unknown)}")
    return hint(**{name: _decode(hints[name], one) for name, one in value.items()})


def _decode_union(options: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401 - driven by annotations
    if value is None and types.NoneType in options:
        return None
    exact = [one for one in options if one is type(value)]
    return _decode((exact or [one for one in options if one is not types.NoneType])[0], value)


def _decode_many(origin: Any, arguments: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401 - driven by annotations
    _expect(isinstance(value, list), value, origin)
    if origin is frozenset or arguments[-1] is Ellipsis:
        return origin(_decode(arguments[0], one) for one in value)
    return tuple(_decode(one_hint, one) for one_hint, one in zip(arguments, value, strict=True))


def _expect(fits: bool, value: Any, hint: Any) -> Any:  # noqa: ANN401, FBT001 - a guard written once
    if not fits:
        raise TypeError(f"{str(value)[:80]!r} is not {hint}")
    return value
