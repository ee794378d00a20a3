"""Upstream and downstream closure: what a dataset is made of, and what is made of it, step by step."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from operator import itemgetter
from typing import Any, Final, Literal, NamedTuple

import psycopg
from psycopg import Cursor

from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = ["Closure", "Direction", "Link", "Reached", "closure"]

Direction = Literal["up", "down"]

_STEPS: Final = {"up": ("list_upstream", 1), "down": ("list_downstream", 0)}
"""For each direction the query of a step, and which end of a link is the next."""


class Reached(NamedTuple):
    """A dataset and how many steps away it is; its symlinks are no step."""

    dataset_key: bytes
    depth: int


class Link(NamedTuple):
    """That one dataset is made of another, by a job; without one: as a DatasetEvent says.

    Both ends are reached; where `job_key` is None they are one dataset by two names.
    """

    dataset_key: bytes
    upstream_key: bytes
    job_key: bytes | None


class Closure(NamedTuple):
    """All that is reached, the nearest first, and the links by which it is."""

    reached: list[Reached]
    links: list[Link]


def closure(
    connection: Connection, datasets: Iterable[bytes], *, direction: Direction, depth: int, at: datetime | None = None
) -> Closure:
    """Follows edges of the content that datasets have, or had `at` a time, up to `depth` steps, each dataset once.

    Args:
        connection: acts as a reader.
        datasets: keys to begin with; they are reached with depth 0.
        direction: `up` to what they are made of, `down` to what is made of them.
        depth: how many steps at the most.
        at: event time; None is now.
    """
    name, end = _STEPS[direction]
    links: list[Link] = []
    with _one_plan(connection), connection.cursor(row_factory=_to_link) as cursor:
        walk = _Walk(cursor, at)
        level = list(dict.fromkeys(datasets))
        for step in range(depth + 1):
            found = walk.go(name if step < depth else "list_symlinked", level, step)
            links += found
            level = [key for key in dict.fromkeys(map(itemgetter(end), found)) if key not in walk.depths]
            if not level:
                break
    return Closure(list(map(Reached._make, walk.depths.items())), [*links, *walk.same])


class _Walk:
    """Goes step by step, and knows where it has been: each dataset is a step's start once, so no link comes twice."""

    def __init__(self, cursor: Cursor[Link], at: datetime | None) -> None:
        self._cursor = cursor
        self._at = at or "infinity"
        self.depths: dict[bytes, int] = {}
        self.same: dict[Link, None] = {}

    def go(self, name: str, level: list[bytes], step: int) -> list[Link]:
        """The links that lead on from datasets `step` steps away, and from those that symlinks say are the same."""
        links: list[Link] = []
        while level:
            self.depths.update(dict.fromkeys(level, step))
            asked = {"datasets": level, "at": self._at}
            rows = self._cursor.execute(query(name), asked, prepare=True, binary=True).fetchall()
            twins = [row for row in rows if row.job_key is None]
            links += [row for row in rows if row.job_key is not None] if twins else rows
            self.same.update({Link(min(twin[:2]), max(twin[:2]), None): None for twin in twins})
            level = [key for key in dict.fromkeys(twin.upstream_key for twin in twins) if key not in self.depths]
        return links


@contextmanager
def _one_plan(connection: Connection) -> Iterator[None]:
    # Steps differ in nothing but their keys, and planning one takes longer than going it from a few datasets.
    connection.execute("SELECT set_config('plan_cache_mode', 'force_generic_plan', false)")
    try:
        yield
    finally:
        with suppress(psycopg.Error):  # after a failure there may be nothing left to reset
            connection.execute("RESET plan_cache_mode")


def _to_link(_: object) -> Callable[[Sequence[Any]], Link]:
    return Link._make
