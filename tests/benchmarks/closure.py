"""What a closure takes, beside the least that it could: reading its datasets by their keys.

`python -m benchmarks.closure` prints it for a graph of 100,000 datasets, in both directions, for answers of different
sizes. It works on a database of its own, on DATABASE_URL's server, else on an embedded one that goes again.
"""

import time
from statistics import median
from typing import Final, NamedTuple

import click
import psycopg

from benchmarks.databases import databases
from benchmarks.lineage import FULL, QUICK, Graph, dataset_key, draw, lay
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.mirror.closure import Direction, closure

__all__ = ["DEPTH", "DIRECTIONS", "Measured", "measure", "report"]

DEPTH: Final = 20
DIRECTIONS: Final[tuple[Direction, ...]] = ("up", "down")

_ROUNDS: Final = 7
_READ: Final = (
    "SELECT dataset_key, namespace, name, first_seen, last_seen, dropped_at, alive_at, told"
    " FROM dataset WHERE dataset_key = ANY(%b)"
)


class Measured(NamedTuple):
    """An answer's size, and medians in seconds."""

    direction: Direction
    datasets: int
    links: int
    closure: float
    reading: float

    def __str__(self) -> str:
        return (
            f"{self.direction:>4} {self.datasets:>7,} datasets, {self.links:>8,} links:"
            f" {self.closure * 1e3:8.1f} ms, {self.closure / self.reading:5.1f} times reading them"
        )


def measure(connection: Connection, root: int, direction: Direction) -> Measured:
    """A closure and the reading of what it reached, by turns; the first turn is not counted."""
    closing, reading = [], []
    datasets = links = 0
    for _ in range(_ROUNDS + 1):
        start = time.perf_counter()
        found = closure(connection, [dataset_key(root)], direction=direction, depth=DEPTH)
        closing.append(time.perf_counter() - start)
        keys = [one.dataset_key for one in found.reached]
        datasets, links = len(keys), len(found.links)
        del found  # a hundred thousand tuples that nobody wants any more would cost the next turn its time
        start = time.perf_counter()
        connection.execute(_READ, [keys], binary=True).fetchall()
        reading.append(time.perf_counter() - start)
    return Measured(direction, datasets, links, median(closing[1:]), median(reading[1:]))


def report(database: Database, graph: Graph) -> str:
    """A line a direction and domain."""
    with connect(database, Role.READER, autocommit=True) as connection:
        measured = [
            measure(connection, graph.last(domain) if direction == "up" else graph.first(domain), direction)
            for domain in reversed(range(len(graph.widths)))
            for direction in DIRECTIONS
        ]
    return "".join(f"{one}\n" for one in measured)


@click.command()
@click.option("--quick", is_flag=True, help="A small graph: shows that everything works, and nothing else.")
def main(quick: bool) -> None:
    """Lays a graph, measures and prints."""
    graph = draw(QUICK if quick else FULL)
    with databases() as supply, supply.fresh() as database:
        with psycopg.connect(database.conninfo(), autocommit=True) as superuser:
            lay(superuser, graph)
        click.echo(report(database, graph), nl=False)


if __name__ == "__main__":
    main()
