"""One entry of the log, ready to be folded in: its event and what decides between statements."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from lineproof.events.envelope import Envelope
from lineproof.events.event import Event
from lineproof.events.instant import from_micros

__all__ = ["AHEAD", "Statement", "definition_order", "definition_time", "is_deletion", "is_terminal"]

AHEAD: Final = timedelta(days=1)
"""How far an event time may lie after its receipt: further ahead it would win for ever, so it is not projected."""

_TERMINAL: Final = frozenset(("COMPLETE", "FAIL", "ABORT"))


class _Deletion(msgspec.Struct):
    deleted: bool = msgspec.field(default=False, name="_deleted")


_DELETION: Final = msgspec.json.Decoder(_Deletion)


class Statement(NamedTuple):
    """An event with its place in the log; `digest` is the SHA-256 of its bytes."""

    position: int
    envelope: Envelope
    digest: bytes
    event: Event


def is_terminal(state: str) -> bool:
    """Whether the event type ends a run."""
    return state in _TERMINAL


def is_deletion(facet: bytes) -> bool:
    """Whether a facet takes back what was said under its key."""
    if b"_deleted" not in facet:
        return False
    try:
        return _DELETION.decode(facet).deleted
    except msgspec.MsgspecError:
        return False


def definition_order(rank: int, micros: int, digest: bytes, place: int) -> bytes:
    """Bytes that sort as (rank, event time, digest, place) does."""
    return bytes([rank]) + (micros + (1 << 63)).to_bytes(8, "big") + digest + place.to_bytes(4, "big")


def definition_time(order: bytes) -> datetime:
    """The event time in a definition's order."""
    return from_micros(int.from_bytes(order[1:9], "big") - (1 << 63))
