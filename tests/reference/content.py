"""What datasets hold and what they come of, as the tables tell it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from reference.rows import Key, Row, Tables

Direction = Literal["up", "down"]


def current_content(tables: Tables, dataset: Key, at: datetime | None = None) -> set[Key]:
    """The runs, jobs and events whose writes a dataset holds, now or at a time."""
    rows = {
        via: row
        for (via, written), row in tables["write"].items()
        if written == dataset and (at is None or row["since"] <= at)
    }
    replaced = [
        row["written_at"] for row in rows.values() if row["replaces"] and (at is None or row["written_at"] <= at)
    ]
    return {via for via, row in rows.items() if not replaced or row["written_at"] >= max(replaced)}


def sources(tables: Tables, via: Key, dataset: Key) -> set[Key]:
    """What a write comes of."""
    row = tables["write"][via, dataset]
    if row["said_upstreams"] is not None:
        return {*row["said_upstreams"]}
    return {read for reader, read in tables["read"] if reader == via} | {*(row["more_upstreams"] or [])}


def upstreams(tables: Tables, dataset: Key, at: datetime | None = None) -> set[Key]:
    """The other datasets that a dataset's content comes of."""
    content = current_content(tables, dataset, at)
    return {source for via in content for source in sources(tables, via, dataset)} - {dataset}


def edges(tables: Tables) -> dict[Key, Row]:
    """Which dataset comes of which other by which job, and by how many writes, be they of the content or not."""
    counted = Counter(
        (dataset, source, row["job"])
        for (via, dataset), row in tables["write"].items()
        for source in sources(tables, via, dataset) - {dataset}
    )
    return {key: {"writes": writes} for key, writes in counted.items()}


def closure(
    tables: Tables, dataset: Key, direction: Direction, depth: int, at: datetime | None = None
) -> dict[Key, int]:
    """Datasets up to so many steps away, itself at 0, each with how far it is; a symlink is no step."""
    found: dict[Key, int] = {}
    level = {dataset}
    for distance in range(depth + 1):
        level = _linked(tables, level) - found.keys()
        found |= dict.fromkeys(level, distance)
        level = _next(tables, level, direction, at)
    return found


def _next(tables: Tables, level: set[Key], direction: Direction, at: datetime | None) -> set[Key]:
    if direction == "up":
        return {source for dataset in level for source in upstreams(tables, dataset, at)}
    return {dataset for dataset in tables["dataset"] if upstreams(tables, dataset, at) & level}


def _linked(tables: Tables, datasets: Iterable[Key]) -> set[Key]:
    """The datasets and all that symlinks make the same."""
    linked = set(datasets)
    while True:
        more = set(linked)
        for other, dataset, kind in tables["alias"]:
            if kind == "symlink" and other in tables["dataset"] and {other, dataset} & more:
                more |= {other, dataset}
        if more == linked:
            return linked
        linked = more
