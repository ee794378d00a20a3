"""The report as Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Any

from benchmarks.growth import Stage
from benchmarks.intervals import ENOUGH, Interval
from benchmarks.plan import Plan
from benchmarks.rounds import MIRROR, Pair
from benchmarks.rows import Row

__all__ = ["markdown"]


def markdown(
    machine: dict[str, Any], plan: Plan, rows: Sequence[Row], pairs: dict[str, list[Pair]], stages: Sequence[Stage]
) -> str:
    """All of the report."""
    return "\n\n".join(_blocks(machine, plan, rows, pairs, stages)) + "\n"


def _blocks(
    machine: dict[str, Any], plan: Plan, rows: Sequence[Row], pairs: dict[str, list[Pair]], stages: Sequence[Stage]
) -> Iterator[str]:
    yield _head(machine, plan)
    yield _table(("work", "this", "against", "ratio with interval", "goal", "met?"), map(_row, rows))
    if pairs[MIRROR]:
        yield "Through the mirror, part by part (medians):"
        yield _table(("part", "events/s", "µs an event"), _parts(pairs[MIRROR], plan.events))
    if stages:
        yield (
            f"As the database grows, µs an event (medians of the last steps of {plan.step:,} events before each size;"
            " others: all between those and the size before):"
        )
        columns = ("events", "whole", "append", "number", "project", "raw COPY", "times raw COPY", "steps", "others")
        yield _table(columns, (_stage(stage, plan.step) for stage in stages))


def _head(machine: dict[str, Any], plan: Plan) -> str:
    settings = ", ".join(f"{name} {value}" for name, value in machine["settings"].items())
    return (
        f"{machine['cpus']} CPUs, {machine['machine']}; Python {machine['python']}, psycopg {machine['psycopg']};"
        f" PostgreSQL {machine['postgresql']} ({machine['server']}): {settings}.\n"
        f"{plan.rounds} rounds of {plan.events:,} events of {machine['event_bytes']:,.0f} bytes, {plan.batch} a commit,"
        " one connection at a time on both sides; medians with their 95% intervals"
        f"{'' if plan.rounds >= ENOUGH else ', for which these rounds are too few'}."
    )


def _table(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, ["---"] * len(columns), *lines))


def _row(row: Row) -> Sequence[str]:
    goal, met = ("-", "-")
    if row.goal is not None:
        goal = row.goal.text
        met = ("yes" if row.goal.met(row.ratio) else "no") + ("" if row.goal.sure(row.ratio) else ", within noise")
    return row.work, row.this, row.against, _interval(row.ratio), goal, met


def _interval(ratio: Interval) -> str:
    return f"{ratio.middle:.3f} ({ratio.low:.3f} to {ratio.high:.3f})"


def _parts(pairs: Sequence[Pair], events: int) -> Iterator[Sequence[str]]:
    for name in ("append", "number", "project", "whole"):
        seconds = median(getattr(pair.way, name) for pair in pairs) / events
        yield name, f"{1 / seconds:,.0f}", f"{seconds * 1e6:,.1f}"


def _stage(stage: Stage, step: int) -> Sequence[str]:
    ways = [pair.way for pair in stage.steps]
    costs = [median(getattr(way, name) for way in ways) for name in ("whole", "append", "number", "project")]
    raw = median(pair.raw for pair in stage.steps)
    return (
        f"{stage.events:,}",
        *(f"{seconds / step * 1e6:,.1f}" for seconds in (*costs, raw)),
        f"{median(1 / pair.ratio for pair in stage.steps):,.1f}",
        str(len(stage.steps)),
        f"{stage.on_others.whole / stage.others * 1e6:,.1f}" if stage.others else "-",
    )
