"""Loads the part of the mirror that a batch of statements speaks of."""

from collections.abc import Iterable
from typing import Any

from lineproof.events.authority import Authority
from lineproof.events.event import Dataset, Event, Facets
from lineproof.events.names import dataset_key, facet_key, job_key, run_key
from lineproof.ledger.connection import Connection
from lineproof.mirror.fold import OUTPUT_STATISTICS, TRANSFORMATION
from lineproof.mirror.rows import DatasetRow, FacetRow, JobRow, RunRow, Slot, StageRow
from lineproof.mirror.state import State
from lineproof.mirror.statement import Statement
from lineproof_sql import query

__all__ = ["Mentions", "load"]


class Mentions:
    """Keys of everything that some statements name."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.jobs: set[bytes] = set()
        self.runs: set[bytes] = set()
        self.datasets: set[bytes] = set()
        self.facets: set[bytes] = set()
        for statement in statements:
            self._add(statement.event)

    def _add(self, event: Event) -> None:
        via = b""
        if event.job is not None:
            via = job = job_key(event.job.namespace, event.job.name)
            self.jobs.add(job)
            self._facets("job", job, b"", event.job.facets)
            if event.run is not None:
                via = run_key(job, event.run.run_id)
                self.runs.add(via)
                self._facets("run", via, b"", event.run.facets)
                self.facets.add(facet_key("run", via, b"", TRANSFORMATION))
        for dataset in (*event.inputs, *event.outputs, *((event.dataset,) if event.dataset else ())):
            self._dataset(dataset, via)

    def _dataset(self, dataset: Dataset, via: bytes) -> None:
        key = dataset_key(dataset.namespace, dataset.name)
        self.datasets.add(key)
        self._facets("dataset", key, b"", dataset.facets)
        self._facets("input", key, via, dataset.input_facets)
        self._facets("output", key, via, dataset.output_facets)
        self.facets.add(facet_key("output", key, via, OUTPUT_STATISTICS))

    def _facets(self, slot: Slot, entity: bytes, via: bytes, facets: Facets | None) -> None:
        self.facets.update(facet_key(slot, entity, via, name) for name in facets or ())


def load(connection: Connection, statements: Iterable[Statement], record_facets: frozenset[str]) -> State:
    """The state before `statements`, with all that decides what they change."""
    state = State(record_facets)
    mentions = Mentions(statements)
    for row in _rows(connection, "load_run_io", mentions.runs):
        state.add_run_io(*row)
    for job, dataset, direction, seen in _rows(connection, "load_job_io", mentions.jobs):
        state.job_io[job, dataset, direction] = seen
    datasets = mentions.datasets.union(*state.writes.values())
    for row in _rows(connection, "load_datasets", datasets):
        state.datasets[row[0]] = DatasetRow(*row)
    for row in _rows(connection, "load_stages", datasets):
        state.add_stage(StageRow(*(*row[:-1], _encoded(row[-1]))))
    stages = state.stages.values()
    for row in _rows(connection, "load_jobs", mentions.jobs.union(stage.job_key for stage in stages)):
        state.jobs[row[0]] = JobRow(*row)
    for row in _rows(connection, "load_runs", mentions.runs.union(stage.run_key for stage in stages)):
        state.runs[row[0]] = RunRow(*row)
    counts = {facet_key("output", stage.dataset_key, stage.run_key, OUTPUT_STATISTICS) for stage in stages}
    keys = {
        "facets": list(mentions.facets | counts),
        "datasets": list(datasets),
        "names": [*record_facets, TRANSFORMATION, OUTPUT_STATISTICS],
    }
    for row in connection.execute(query("load_facets"), keys, binary=True):
        state.add_facet(FacetRow(*(row[0], Authority(row[1]), *row[2:-1], _encoded(row[-1]))))
    return state


def _rows(connection: Connection, name: str, keys: Iterable[bytes]) -> list[tuple[Any, ...]]:
    wanted = list(keys)
    return connection.execute(query(name), [wanted], binary=True).fetchall() if wanted else []


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
