"""From SPDX licence expressions to the license_type of a provenance record."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from license_expression import (  # type: ignore[import-untyped]
    ExpressionError,
    LicenseSymbol,
    LicenseWithExceptionSymbol,
    Licensing,
    ParseError,
)

from lineproof_facets.vocabulary import LicenseType

MAX_LENGTH = 4_000
"""Longest expression that is looked into, in characters; a longer one is unclear."""

_REFERENCE = re.compile(r"(DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+", re.ASCII | re.IGNORECASE)

# Given the list of SPDX ids, the parser takes some LicenseRefs for them; without, it keeps ids as written.
_PARSER = Licensing()


@lru_cache(maxsize=4096)
def license_type(expression: str | None) -> LicenseType:
    """Class of licence that an SPDX expression amounts to.

    Of several licences joined by AND or OR, all have to be of one class, or else the result is `custom`: with
    OR too, since a choice that nobody recorded is not made here. A LicenseRef is `custom`; an id that the
    table does not list, NOASSERTION, no expression and one that does not parse are `unclear`; NONE is `none`.
    Never raises.
    """
    text = (expression or "").strip()
    if text.upper() == "NONE":
        return LicenseType.NONE
    parts = _parts(text)
    if not parts:
        return LicenseType.UNCLEAR
    kinds = {kind or LicenseType.CUSTOM for kind in parts}
    if LicenseType.UNCLEAR in kinds:
        return LicenseType.UNCLEAR
    return kinds.pop() if len(kinds) == 1 else LicenseType.CUSTOM


def contradicts(expression: str | None, stated: LicenseType) -> bool:
    """Whether an expression rules out the class of licence that is stated beside it.

    An expression that says nothing certain rules nothing out, nor does a LicenseRef, whose terms only its
    holder knows.
    """
    derived = license_type(expression)
    if derived in {stated, LicenseType.UNCLEAR}:
        return False
    known = {kind for kind in _parts((expression or "").strip()) if kind is not None}
    return derived is LicenseType.NONE or not known <= {stated}


@cache
def published_table() -> dict[str, LicenseType]:
    """Class of licence by SPDX id, the ids as SPDX writes them."""
    return {i: LicenseType(entry["license_type"]) for entry in _table()["licenses"] for i in entry["ids"]}


def _parts(text: str) -> tuple[LicenseType | None, ...]:
    """Class of each licence in an expression, None for a LicenseRef; empty where it does not parse."""
    if not text or len(text) > MAX_LENGTH:
        return ()
    try:
        parsed = _PARSER.parse(text)
    except (ExpressionError, ParseError, ValueError, IndexError, RecursionError):
        # "( )" is an IndexError of the parser
        return ()
    return tuple(_part(symbol) for symbol in _symbols(parsed))


def _symbols(parsed: Any) -> Iterator[Any]:
    pending = [parsed]
    while pending:
        node = pending.pop()
        if isinstance(node, (LicenseSymbol, LicenseWithExceptionSymbol)):
            yield node
        else:
            pending.extend(node.args)


def _part(symbol: Any) -> LicenseType | None:
    if isinstance(symbol, LicenseWithExceptionSymbol):
        if symbol.exception_symbol.key.casefold() not in _exceptions():
            return LicenseType.UNCLEAR
        return _part(symbol.license_symbol)
    key: str = symbol.key
    if _REFERENCE.fullmatch(key):
        return None
    folded = key.casefold()
    ids = _ids()
    return ids.get(folded) or ids.get(folded.removesuffix("+"), LicenseType.UNCLEAR)


@cache
def _ids() -> dict[str, LicenseType]:
    return {i.casefold(): kind for i, kind in published_table().items()}


@cache
def _exceptions() -> frozenset[str]:
    return frozenset(e.casefold() for e in _table()["exceptions"])


@cache
def _table() -> dict[str, Any]:
    text = (files("lineproof.terms") / "license_types.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
