"""Comparisons with raw COPY, made by turns: noise that lasts meets both sides."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from benchmarks.corpus import Corpus
from benchmarks.databases import Databases
from benchmarks.plan import Plan
from benchmarks.work import Place, Seconds, append_bytes, append_judged, check, copy, mirror, place

__all__ = ["APPEND_BYTES", "APPEND_JUDGED", "MIRROR", "Pair", "between_copies", "compare"]

Way = Callable[[Place, Sequence[bytes], int], Seconds]

APPEND_BYTES: Final = "append, bulk: from bytes, judging included"
APPEND_JUDGED: Final = "append, bulk: the append alone"
MIRROR: Final = "through the mirror, bulk: from bytes"

_WAYS: Final[dict[str, Way]] = {APPEND_BYTES: append_bytes, APPEND_JUDGED: append_judged, MIRROR: mirror}


class Pair(NamedTuple):
    """What a way took, and what raw COPY of the same bytes took, on average, right before and right after it."""

    way: Seconds
    raw: float

    @property
    def ratio(self) -> float:
        """How fast the way is, raw COPY being 1."""
        return self.raw / self.way.whole

    def plus(self, other: "Pair") -> "Pair":
        """Both together."""
        return Pair(self.way.plus(other.way), self.raw + other.raw)


def compare(databases: Databases, plan: Plan, tell: Callable[[str], None]) -> dict[str, list[Pair]]:
    """Each way against raw COPY, a pair a round; a round before the first is not counted."""
    pairs: dict[str, list[Pair]] = {name: [] for name in _WAYS}
    for turn in range(plan.rounds + 1 if plan.rounds else 0):
        for name, way in _WAYS.items():
            pair = _pair(databases, plan, way)
            tell(f"round {turn} of {plan.rounds}: {name}: {pair.ratio:.3f} of raw COPY")
            if turn:
                pairs[name].append(pair)
    return pairs


def between_copies(
    at: Place, way: Way, payloads: Sequence[bytes], batch: int, *, settle: Callable[[], None] = lambda: None
) -> Pair:
    """Copies raw bytes, goes the way with them, and copies them again; lets the server settle before each."""
    settle()
    before = copy(at, payloads, batch)
    settle()
    done = way(at, payloads, batch)
    settle()
    return Pair(done, (before + copy(at, payloads, batch)) / 2)


def _pair(databases: Databases, plan: Plan, way: Way) -> Pair:
    pair = Pair(Seconds(0), 0)
    with databases.fresh() as database, place(database) as at:
        for payloads in Corpus().stretches(plan.events):
            pair = pair.plus(between_copies(at, way, payloads, plan.batch, settle=databases.settle))
        check(at, plan.events, mirrored=way is mirror)
    return pair
