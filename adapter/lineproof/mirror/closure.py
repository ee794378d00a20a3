"""Upstream and downstream closure: what a dataset is made of, and what is made of it, step by step."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, NamedTuple

from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = ["Closure", "Direction", "Link", "Reached", "closure"]

Direction = Literal["up", "down"]

_LEVELS: Final = {"up": "list_upstream", "down": "list_downstream"}


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
    depths: dict[bytes, int] = {}
    links: dict[Link, None] = {}
    level = _with_symlinks(connection, list(datasets), 0, depths, links)
    for step in range(1, depth + 1):
        found = _step(connection, level, direction, at)
        links.update(dict.fromkeys(found))
        ends = (link.upstream_key if direction == "up" else link.dataset_key for link in found)
        level = _with_symlinks(connection, [end for end in ends if end not in depths], step, depths, links)
        if not level:
            break
    return Closure([Reached(*item) for item in depths.items()], list(links))


def _step(connection: Connection, level: list[bytes], direction: Direction, at: datetime | None) -> list[Link]:
    asked = {"datasets": level, "at": at or "infinity"}
    return [Link(*row) for row in connection.execute(query(_LEVELS[direction]), asked, binary=True)]


def _with_symlinks(
    connection: Connection, level: list[bytes], step: int, depths: dict[bytes, int], links: dict[Link, None]
) -> list[bytes]:
    whole, new = [], list(dict.fromkeys(level))
    while new:
        depths.update(dict.fromkeys(new, step))
        whole += new
        same = connection.execute(query("list_symlinked"), {"datasets": new}, binary=True).fetchall()
        links.update({Link(min(pair), max(pair), None): None for pair in same})
        new = list(dict.fromkeys(other for _, other in same if other not in depths))
    return whole
