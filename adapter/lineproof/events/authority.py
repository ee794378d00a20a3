"""Who says a thing counts before when it was said."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

__all__ = ["Authority", "may_claim", "may_say", "rank"]


class Authority(StrEnum):
    """Standing of whoever appended an entry; the database fills it in."""

    PRODUCER = "producer"
    AUDITOR = "auditor"
    STEWARD = "steward"


_RESERVED: Final = {"lineproof_conclusion": Authority.AUDITOR, "lineproof_naming": Authority.STEWARD}
_LICENSE: Final = "lineproof_license"
_VERIFICATION: Final = frozenset(("verificationStatus", "verifiedBy", "verifiedAt"))
_RANK: Final = {Authority.PRODUCER: 0, Authority.AUDITOR: 1, Authority.STEWARD: 2}


def rank(authority: Authority) -> int:
    """0 to 2; of two statements about one facet the one of higher rank stands, however old."""
    return _RANK[authority]


def may_say(authority: Authority, facet: str) -> bool:
    """Whether such a facet counts when it comes from there: each reserved one is one authority's alone."""
    return _RESERVED.get(facet, authority) is authority


def may_claim(authority: Authority, facet: str, value: Any) -> Any:
    """Of a facet's JSON value what counts when it comes from there.

    A producer declares licences; that one was verified, and what was concluded, are others' to say.
    """
    if facet != _LICENSE or authority is not Authority.PRODUCER or not isinstance(value, Mapping):
        return value
    assertions = value.get("assertions")
    if not isinstance(assertions, list):
        return value
    return {**value, "assertions": [_declared(assertion) for assertion in assertions if not _is_concluded(assertion)]}


def _is_concluded(assertion: Any) -> bool:
    return isinstance(assertion, Mapping) and assertion.get("status") == "concluded"


def _declared(assertion: Any) -> Any:
    if not isinstance(assertion, Mapping):
        return assertion
    return {key: value for key, value in assertion.items() if key not in _VERIFICATION}
