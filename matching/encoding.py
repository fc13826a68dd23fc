"""Records to plain JSON values and back, from the annotations alone.

How a type is read is worked out once: a ranking reads the profiles of those it explains.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]
_PLAIN = frozenset({str, int, float, bool, types.NoneType})


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
    asked: Any = hint
    result: T = _reader(asked)(value)
    return result


@cache
def _reader(hint: Any) -> Reader:  # noqa: ANN401 - driven by annotations
    if is_dataclass(hint):
        return _record_reader(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union_reader(arguments)
    if origin in (tuple, frozenset):
        return _many_reader(origin, arguments)
    if origin is Literal:
        return _literal_reader(frozenset(arguments), hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        of_key, of_value = _reader(arguments[0]), _reader(arguments[1])
        return lambda value: {of_key(key): of_value(one) for key, one in value.items()}
    return date.fromisoformat if hint is date else _plain_reader(hint)


def _plain_reader(hint: Any) -> Reader:  # noqa: ANN401 - driven by annotations
    also_whole = hint is float

    def read(value: Any) -> Any:  # noqa: ANN401 - driven by annotations
        if type(value) is hint:
            return value
        if also_whole and type(value) is int:
            return float(value)
        return _expect(isinstance(value, hint) and (hint is bool or not isinstance(value, bool)), value, hint)

    return read


def _record_reader(hint: Any) -> Reader:  # noqa: ANN401 - driven by annotations
    readers = {name: (_as_they_are(of), _reader(of)) for name, of in get_type_hints(hint).items()}

    def read(value: Any) -> Any:  # noqa: ANN401 - driven by annotations
        if not value.keys() <= readers.keys():
            raise TypeError(f"unknown fields {sorted(set(value) - set(readers))}")
        made = dict(value)
        for name, one in value.items():
            taken, reader = readers[name]
            if type(one) not in taken:
                made[name] = reader(one)
        return hint(**made)

    return read


def _as_they_are(hint: Any) -> frozenset[type]:  # noqa: ANN401 - driven by annotations
    """Return the types of values that are taken as they are: most are, and a call for each costs more than the look."""
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return frozenset(one for one in options if one in _PLAIN)


def _union_reader(options: tuple[Any, ...]) -> Reader:
    named = {one: _reader(one) for one in options if isinstance(one, type)}
    first = _reader(next(one for one in options if one is not types.NoneType))

    def read(value: Any) -> Any:  # noqa: ANN401 - driven by annotations
        return None if value is None else named.get(type(value), first)(value)

    return read


def _many_reader(origin: Any, arguments: tuple[Any, ...]) -> Reader:  # noqa: ANN401 - driven by annotations
    readers = [_reader(one) for one in arguments if one is not Ellipsis]
    alike = origin is frozenset or arguments[-1] is Ellipsis
    taken = _as_they_are(arguments[0])

    def read(value: Any) -> Any:  # noqa: ANN401 - driven by annotations
        _expect(isinstance(value, list), value, origin)
        if alike:
            return origin(value if taken.issuperset(map(type, value)) else [readers[0](one) for one in value])
        return tuple([reader(one) for reader, one in zip(readers, value, strict=True)])

    return read


def _literal_reader(allowed: frozenset[Any], hint: Any) -> Reader:  # noqa: ANN401 - driven by annotations
    return lambda value: value if value in allowed else _expect(False, value, hint)  # noqa: FBT003 - a guard written once


def _expect(fits: bool, value: Any, hint: Any) -> Any:  # noqa: ANN401, FBT001 - a guard written once
    if not fits:
        raise TypeError(f"{str(value)[:80]!r} is not {hint}")
    return value
