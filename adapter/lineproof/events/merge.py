"""What decides between statements: the merge rules, as pure functions. docs/mirror.md tells them in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

import msgspec

from lineproof.events.authority import Authority, rank

__all__ = ["AHEAD", "Order", "Word", "deciding", "is_ahead", "is_deletion", "is_terminal", "outranks"]

AHEAD: Final = timedelta(days=1)
"""How far an event time may lie after its receipt: further ahead it would win for ever, so it is not projected."""

_TERMINAL: Final = frozenset(("COMPLETE", "FAIL", "ABORT"))


Order = tuple[datetime, bytes, int]
"""What orders the statements of one authority about one thing: event time, digest, place. The greatest stands."""


class Word(Protocol):
    """What one authority says last of something."""

    @property
    def authority(self) -> Authority:
        """Whose word it is."""

    @property
    def deleted(self) -> bool:
        """Whether it takes back what that authority had said."""


W = TypeVar("W", bound=Word)


class _Deletion(msgspec.Struct):
    deleted: bool = msgspec.field(default=False, name="_deleted")


_DELETION: Final = msgspec.json.Decoder(_Deletion)


def is_ahead(event_time: datetime, received_at: datetime) -> bool:
    """Whether a clock is absurd: the event time lies more than a day after its receipt."""
    return event_time - received_at > AHEAD


def is_terminal(state: str) -> bool:
    """Whether the event type ends a run."""
    return state in _TERMINAL


def outranks(state: str, at: datetime, digest: bytes, held: tuple[str, datetime, bytes]) -> bool:
    """Whether a run's event of this type decides its state over the one that is `held`: an end beats all else."""
    held_state, held_at, held_digest = held
    return (is_terminal(state), at, digest) > (is_terminal(held_state), held_at, held_digest)


def is_deletion(facet: bytes) -> bool:
    """Whether a facet's JSON text takes back what was said under its key."""
    if b"_deleted" not in facet and b"\\u" not in facet:
        return False
    try:
        return _DELETION.decode(facet).deleted
    except msgspec.MsgspecError:
        return False


def deciding(words: Iterable[W]) -> list[W]:
    """The last words about one thing, the highest authority's first, down to the one that stands.

    All but the last are deletions: a deletion takes back its own authority's word and lets the next one's stand. The
    last is a deletion too where nothing stands.
    """
    found = []
    for word in sorted(words, key=lambda word: rank(word.authority), reverse=True):
        found.append(word)
        if not word.deleted:
            break
    return found
