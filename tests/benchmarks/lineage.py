"""A lineage graph as warehouses have them, laid into the mirror's tables without events."""

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

import psycopg
from psycopg import sql

__all__ = ["FULL", "QUICK", "RUNS", "Graph", "Run", "dataset_key", "draw", "lay", "ran_at"]

FULL: Final = (3724, 270, 6)
"""How many datasets a layer of each domain has; 100,000 together."""

QUICK: Final = (178, 20, 2)
"""The same of 5,000."""

RUNS: Final = 3
"""How often each job has run."""

_LAYERS: Final = 25
_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_TYPES: Final = {
    "job": ("bytea", "text", "text", "timestamptz", "timestamptz"),
    "dataset": ("bytea", "text", "text", "timestamptz", "timestamptz", "timestamptz", "timestamptz", "bytea"),
    "read": ("bytea", "bytea", "timestamptz"),
    "write": (
        "bytea", "bytea", "bytea", "timestamptz", "timestamptz", "bool", "text", "bool", "bool", "bytea[]", "bytea[]",
        "text[]", "bytea",
    ),
    "edge": ("bytea", "bytea", "bytea", "int8"),
}  # fmt: skip


class Run(NamedTuple):
    """One of a job's runs: what it reads and writes.

    `said` are the sources that the facet `lineage` lists for all that it writes; None: it comes of all that is read.
    """

    number: int
    job: int
    reads: Sequence[int]
    writes: Sequence[int]
    overwrites: bool
    said: Sequence[int] | None

    @property
    def sources(self) -> Sequence[int]:
        """What its writes come of."""
        return self.reads if self.said is None else self.said


class Graph(NamedTuple):
    """Datasets by number, domain after domain and layer after layer; the runs that made them, the oldest first."""

    widths: Sequence[int]
    runs: list[Run]

    @property
    def size(self) -> int:
        """How many datasets there are."""
        return sum(self.widths) * _LAYERS

    def first(self, domain: int) -> int:
        """A source of a domain, and its hub."""
        return sum(self.widths[:domain]) * _LAYERS

    def last(self, domain: int) -> int:
        """A dataset at the end of a domain."""
        return self.first(domain + 1) - 1

    def upstreams(self, last: int = RUNS - 1) -> dict[int, set[int]]:
        """What the content of each dataset came of when each job's run number `last` was the newest."""
        found: dict[int, set[int]] = defaultdict(set)
        for run in self.runs:
            if run.number == last or (run.number < last and not run.overwrites):
                for dataset in run.writes:
                    found[dataset].update(run.sources)
        return found


def dataset_key(dataset: int) -> bytes:
    """What the mirror knows a dataset by."""
    return hashlib.sha256(b"dataset %d" % dataset).digest()


def ran_at(number: int) -> datetime:
    """When the jobs' runs of that number were."""
    return _START + timedelta(days=number)


def draw(widths: Sequence[int] = FULL) -> Graph:
    """The same graph for the same widths.

    A dataset comes of about three others of the layers before it, most of them near its own place; one in fifty comes
    of its domain's hub, too. Half of the jobs overwrite what they write, and their first runs read what they do not
    read any more; some write two datasets; some say themselves what their output comes of.
    """
    chance = random.Random(0)  # noqa: S311 - the same graph each time
    runs: list[Run] = []
    base = 0
    for width in widths:
        for layer in range(1, _LAYERS):
            for place in range(0, width, 2):
                runs += _runs(chance, base, width, layer, place)
        base += width * _LAYERS
    return Graph(widths, sorted(runs, key=lambda run: run.number))


def _runs(chance: random.Random, base: int, width: int, layer: int, place: int) -> Iterator[Run]:
    outputs = [base + layer * width + at for at in (place, place + 1) if at < width]
    for written in [outputs] if chance.random() < 0.1 else [[one] for one in outputs]:
        count = chance.choice((1, 2, 3, 3, 3, 4, 5))
        reads = {_source(chance, base, width, layer, place) for _ in range(count)}
        if chance.random() < 0.02:
            reads.add(base)
        said = sorted(reads)[:2] if chance.random() < 0.1 else None
        overwrites = chance.random() < 0.5
        former = {_source(chance, base, width, layer, place)} if overwrites else set()
        for number in range(RUNS):
            yield Run(number, written[0], sorted(reads if number else reads | former), written, overwrites, said)


def _source(chance: random.Random, base: int, width: int, layer: int, place: int) -> int:
    above = layer - 1 if layer == 1 or chance.random() < 0.9 else layer - 2
    near = (place + chance.randrange(-20, 21)) % width
    return base + above * width + (near if chance.random() < 0.7 else chance.randrange(width))


def lay(connection: psycopg.Connection[Any], graph: Graph) -> None:
    """Writes the graph into the mirror's tables, over a superuser's connection in autocommit mode."""
    keys = [dataset_key(dataset) for dataset in range(graph.size)]
    jobs = {run.job: hashlib.sha256(b"job %d" % run.job).digest() for run in graph.runs}
    _copy(connection, "job", ((key, "jobs", f"job {job}", _START, _START) for job, key in jobs.items()))
    _copy(
        connection,
        "dataset",
        ((key, "lake", f"table {number}", _START, _START, None, _START, b"") for number, key in enumerate(keys)),
    )
    _copy(connection, "read", ((_via(run), keys[one], ran_at(run.number)) for run in graph.runs for one in run.reads))
    _copy(connection, "write", (row for run in graph.runs for row in _writes(run, keys, jobs[run.job])))
    counted = Counter((to, source, run.job) for run in graph.runs for to in run.writes for source in run.sources)
    _copy(
        connection, "edge", ((keys[to], keys[source], jobs[job], count) for (to, source, job), count in counted.items())
    )
    connection.execute("VACUUM ANALYZE")


def _writes(run: Run, keys: Sequence[bytes], job: bytes) -> Iterator[tuple[Any, ...]]:
    at = ran_at(run.number)
    mode = "overwrite" if run.overwrites else "append"
    said = None if run.said is None else sorted(keys[one] for one in run.said)
    for dataset in run.writes:
        yield _via(run), keys[dataset], job, at, at, False, mode, False, run.overwrites, said, None, None, b""


def _via(run: Run) -> bytes:
    # rising with time, as keys of runs are whose ids are UUIDs of version 7
    drawn = hashlib.sha256(b"run %d %d" % (run.number, run.job)).digest()
    return (run.number << 32 | run.job).to_bytes(8, "big") + drawn[8:]


def _copy(connection: psycopg.Connection[Any], table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    into = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(sql.Identifier("lineproof_mirror", table))
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.set_types(_TYPES[table])
        for row in rows:
            copy.write_row(row)
