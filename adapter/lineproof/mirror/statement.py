"""One entry of the log, ready to be folded in: its event and what decides between statements."""

from typing import NamedTuple

from lineproof.events.envelope import Envelope
from lineproof.events.event import Event
from lineproof.events.merge import Order

__all__ = ["Statement"]


class Statement(NamedTuple):
    """An event with its place in the log; `digest` is the SHA-256 of its bytes."""

    position: int
    envelope: Envelope
    digest: bytes
    event: Event

    def order(self, place: int) -> Order:
        """What orders the facet that stands at `place`."""
        return self.event.event_time, self.digest, place
