"""Readers of single JSON values: each gives the value as the document holds it, or says what is wrong."""

import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from lineproof.provenance.instants import day_or_instant, instant, iso

MAX_COUNT = 2**63 - 1
"""Greatest count: what a PostgreSQL bigint holds."""

MAX_DEPTH = 64
"""Deepest nesting of free-form JSON."""


def text(value: object) -> str:
    """Text that can be written as UTF-8."""
    if not isinstance(value, str):
        raise ValueError(f"expected text, not {_kind(value)}")  # noqa: TRY004 - pydantic collects ValueErrors
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("expected text without lone surrogates") from None
    return value


def name(value: object) -> str:
    """Text of one character at least."""
    if not (read := text(value)):
        raise ValueError("expected text that is not empty")
    return read


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, not {_kind(value)}")  # noqa: TRY004
    return value


def count(value: object) -> int:
    """Whole number from 0 to `MAX_COUNT`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"expected a whole number, not {_kind(value)}")  # noqa: TRY004
    if not 0 <= value <= MAX_COUNT:
        raise ValueError("expected a whole number from 0 to 2^63 - 1")
    return value


def ratio(value: object) -> float:
    """Number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"expected a number, not {_kind(value)}")  # noqa: TRY004
    if not 0 <= value <= 1:
        raise ValueError("expected a number from 0 to 1")
    return float(value)


def instant_text(value: object) -> str:
    """Point in time, as ISO 8601 text in UTC."""
    return iso(instant(value))


def day_or_instant_text(value: object) -> str:
    """Day or point in time, as ISO 8601 text."""
    return iso(day_or_instant(value))


@cache
def member(kind: type[StrEnum]) -> Callable[[object], str]:
    """Reader of the values of an enumeration."""
    values = {m.value for m in kind}

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise ValueError(f"expected one of {', '.join(m.value for m in kind)}")
        return str(value)

    return read


def json_object(value: object) -> dict[str, Any]:
    """Free-form JSON object without NaN and infinities, nested no deeper than `MAX_DEPTH`."""
    if not isinstance(value, Mapping):
        raise ValueError(f"expected an object, not {_kind(value)}")  # noqa: TRY004
    read: dict[str, Any] = _json(value, 0)
    return read


def _json(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError(f"expected nesting no deeper than {MAX_DEPTH}")
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("expected a finite number")
        return value
    if isinstance(value, Mapping):
        return {text(k): _json(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_json(v, depth + 1) for v in value]
    raise ValueError(f"expected JSON, not {_kind(value)}")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = {str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)
