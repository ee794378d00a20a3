"""JSON objects back to facets."""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import attr
from openlineage.client.generated.base import BaseFacet

F = TypeVar("F", bound=BaseFacet)


def from_dict(cls: type[F], value: Mapping[str, Any]) -> F:
    """Make a facet of `cls` from its JSON object.

    Properties that the class does not know are left aside, so that a newer producer is understood;
    `_schemaURL` is always the one of the class.

    Raises:
        TypeError: a required property is absent, or a value has the wrong JSON type.
        ValueError: a value is none of those that its property allows.
    """
    facet: F = _object(cls, value, "")
    return facet


def _object(cls: Any, value: Any, at: str) -> Any:
    if not isinstance(value, Mapping):
        raise TypeError(f"{at or '/'}: expected an object, not {type(value).__name__}")
    arguments = {alias: convert(value[name], f"{at}/{name}") for name, alias, convert in _fields(cls) if name in value}
    return cls(**arguments)


@cache
def _fields(cls: Any) -> tuple[tuple[str, str, Callable[[Any, str], Any]], ...]:
    hints = get_type_hints(cls)
    return tuple((a.name, a.alias, _converter(hints[a.name])) for a in attr.fields(cls) if a.init)


def _converter(hint: Any) -> Callable[[Any, str], Any]:
    if get_origin(hint) is not None:
        return _generic(get_origin(hint), get_args(hint))
    if attr.has(hint):
        return lambda value, at: _object(hint, value, at)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value, at: _member(hint, value, at)
    if hint is Any:
        return lambda value, _at: value
    return lambda value, at: _of(hint, value, at)


def _generic(origin: Any, arguments: tuple[Any, ...]) -> Callable[[Any, str], Any]:
    if origin is list:
        item = _converter(arguments[0])
        return lambda value, at: [item(v, f"{at}/{i}") for i, v in enumerate(_of(list, value, at))]
    if origin is dict:
        item = _converter(arguments[1])
        return lambda value, at: {k: item(v, f"{at}/{k}") for k, v in _of(dict, value, at).items()}
    optional = _converter(next(a for a in arguments if a is not type(None)))
    return lambda value, at: None if value is None else optional(value, at)


def _member(kind: type[Enum], value: Any, at: str) -> Enum:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"{at}: {value!r} is none of {', '.join(m.value for m in kind)}") from None


def _of(kind: type, value: Any, at: str) -> Any:
    # JSON has one kind of number, Python's bool is an int
    kinds = (int, float) if kind is float else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{at}: expected {kind.__name__}, not {type(value).__name__}")
    return value
