"""What an event costs as the database grows."""

from collections.abc import Callable, Iterator
from statistics import median
from typing import Final, NamedTuple

from benchmarks.corpus import Corpus
from benchmarks.databases import Databases
from benchmarks.plan import Plan
from benchmarks.rounds import Pair, between_copies
from benchmarks.work import Place, Seconds, check, empty_table, mirror, place

__all__ = ["Stage", "grow"]

_MOST_STEPS: Final = 10


class Stage(NamedTuple):
    """One size: samples of the last events before it, and what the others since the size before took together."""

    events: int
    steps: list[Pair]
    others: int
    on_others: Seconds


def grow(databases: Databases, plan: Plan, tell: Callable[[str], None]) -> Iterator[Stage]:
    """Lets one database grow through the mirror, and measures before each size."""
    corpus = Corpus()
    done = 0
    with databases.fresh() as database, place(database) as at:
        for size in plan.sizes():
            steps = max(1, min(_MOST_STEPS, (size - done) * 3 // 5 // plan.step))
            others = size - done - steps * plan.step
            on_others = _ingest(at, corpus, others, plan.batch, tell)
            pairs = _measure(at, corpus, steps, plan)
            check(at, size, mirrored=True)
            tell(f"{size:,} events: {median(pair.way.whole for pair in pairs) / plan.step * 1e6:.0f} µs an event")
            yield Stage(size, pairs, others, on_others)
            done = size


def _ingest(at: Place, corpus: Corpus, events: int, batch: int, tell: Callable[[str], None]) -> Seconds:
    taken = Seconds(0)
    for payloads in corpus.stretches(events):
        taken = taken.plus(mirror(at, payloads, batch))
        tell(f"{len(payloads):,} of {events:,} events more, {taken.whole:.1f} s by now")
    return taken


def _measure(at: Place, corpus: Corpus, steps: int, plan: Plan) -> list[Pair]:
    empty_table(at.plain)
    return [between_copies(at, mirror, corpus.take(plan.step), plan.batch) for _ in range(steps)]
