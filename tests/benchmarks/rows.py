"""The rows of the report: work, what it is held against, their ratio, and the goal."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final, NamedTuple

from benchmarks.growth import Stage
from benchmarks.intervals import Interval, of_median, of_ratio
from benchmarks.plan import Plan
from benchmarks.rounds import APPEND_BYTES, APPEND_JUDGED, MIRROR, Pair

__all__ = ["Goal", "Row", "rows"]

_BASE: Final = 100_000
_TOP: Final = 2_000_000


class Goal(NamedTuple):
    """What a ratio is to be, at the least or at the most."""

    bound: float
    at_least: bool
    text: str

    def met(self, ratio: Interval) -> bool:
        """Whether the median reaches it."""
        return ratio.middle >= self.bound if self.at_least else ratio.middle <= self.bound

    def sure(self, ratio: Interval) -> bool:
        """Whether all of the interval lies on one side of it."""
        return ratio.low >= self.bound or ratio.high <= self.bound


class Row(NamedTuple):
    """One line of the report."""

    work: str
    this: str
    against: str
    ratio: Interval
    goal: Goal | None = None


_GOALS: Final = {
    APPEND_BYTES: Goal(0.30, at_least=True, text="≥ 0.30"),
    APPEND_JUDGED: Goal(0.30, at_least=True, text="≥ 0.30"),
    MIRROR: Goal(0.10, at_least=True, text="≥ 0.10 (0.05 to begin with)"),
}
_GROWTH: Final = Goal(1.15, at_least=False, text="≤ 1.15")


def rows(pairs: dict[str, list[Pair]], stages: Sequence[Stage], plan: Plan) -> list[Row]:
    """What the report says, line by line."""
    return [*_compared(pairs, plan), *_grown(stages, plan)]


def _compared(pairs: dict[str, list[Pair]], plan: Plan) -> Iterator[Row]:
    for name, samples in pairs.items():
        if samples:
            this = plan.events / median(pair.way.whole for pair in samples)
            raw = plan.events / median(pair.raw for pair in samples)
            ratio = of_median([pair.ratio for pair in samples])
            yield Row(name, f"{this:,.0f}/s", f"raw COPY {raw:,.0f}/s", ratio, _GOALS[name])


def _grown(stages: Sequence[Stage], plan: Plan) -> Iterator[Row]:
    if len(stages) > 1:
        top = stages[-1]
        base = next((stage for stage in stages[:-1] if stage.events == _BASE), stages[0])
        goal = _GROWTH if (base.events, top.events) == (_BASE, _TOP) else None
        cost, before = ([step.way.whole / plan.step * 1e6 for step in stage.steps] for stage in (top, base))
        yield Row(
            f"cost an event at {top.events:,} events",
            f"{median(cost):,.0f} µs",
            f"at {base.events:,}: {median(before):,.0f} µs",
            of_ratio(cost, before),
            goal,
        )
        cost, before = ([1 / step.ratio for step in stage.steps] for stage in (top, base))
        yield Row(
            "the same, in costs of raw COPY beside it",
            f"{median(cost):,.1f}",
            f"at {base.events:,}: {median(before):,.1f}",
            of_ratio(cost, before),
        )
