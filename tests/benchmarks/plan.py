"""How much is measured."""

from typing import Final, NamedTuple

__all__ = ["FULL", "QUICK", "Plan"]

_SIZES: Final = tuple(step * 10**power for power in range(2, 7) for step in (1, 2, 5))


class Plan(NamedTuple):
    """Sizes of everything that is measured.

    Attributes:
        rounds: how often each comparison is made.
        events: events of a comparison.
        batch: events a commit, on both sides.
        smallest: size of the growing database at which it is first measured.
        largest: the size up to which it grows; 0 to leave that out.
        step: events whose cost is one sample.
    """

    rounds: int
    events: int
    batch: int
    smallest: int
    largest: int
    step: int

    def sizes(self) -> list[int]:
        """The sizes at which the cost of an event is measured: 1, 2, 5 and their tenfolds, and the largest."""
        if not self.largest:
            return []
        return [size for size in _SIZES if self.smallest <= size < self.largest] + [self.largest]


FULL: Final = Plan(rounds=9, events=20_000, batch=500, smallest=10_000, largest=2_000_000, step=2000)
QUICK: Final = Plan(rounds=2, events=400, batch=100, smallest=500, largest=2000, step=100)
