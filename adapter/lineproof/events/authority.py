"""Who says a thing counts before when it was said."""

from enum import StrEnum
from typing import Final

__all__ = ["CONCLUSION", "Authority", "may_say", "rank"]

CONCLUSION: Final = "lineproof_conclusion"


class Authority(StrEnum):
    """Standing of whoever appended an entry; the database fills it in."""

    PRODUCER = "producer"
    AUDITOR = "auditor"
    STEWARD = "steward"


_RANK: Final = {Authority.PRODUCER: 0, Authority.AUDITOR: 1, Authority.STEWARD: 2}


def rank(authority: Authority) -> int:
    """0 to 2; of two statements about one facet the one of higher rank stands, however old."""
    return _RANK[authority]


def may_say(authority: Authority, facet: str) -> bool:
    """Whether such a facet counts when it comes from there: conclusions are an auditor's alone."""
    return facet != CONCLUSION or authority is Authority.AUDITOR
