"""Loads the part of the mirror that a batch of readings speaks of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from lineproof.events.authority import Authority
from lineproof.events.names import facet_key
from lineproof.ledger.connection import Connection
from lineproof.mirror.content import TRANSFORMATION
from lineproof.mirror.fold import OUTPUT_STATISTICS, PARENT, SYMLINKS
from lineproof.mirror.rows import DatasetRow, FacetRow, HistoryRow, JobRow, ReadRow, RunRow, StageRow, WriteRow
from lineproof.mirror.state import State
from lineproof.mirror.uses import Reading
from lineproof_sql import query

__all__ = ["facet_row", "load"]

_VALUED: Final = (TRANSFORMATION, OUTPUT_STATISTICS, PARENT, SYMLINKS)


class _Mentions:
    """Keys of everything that some readings speak of; of facets also the earliest time at which one is said."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.jobs: set[bytes] = set()
        self.runs: set[bytes] = set()
        self.vias: set[bytes] = set()
        self.datasets: set[bytes] = set()
        self.facets: dict[bytes, datetime] = {}
        self.written: dict[tuple[bytes, bytes], tuple[datetime, set[bytes]]] = {}
        for reading in readings:
            self._add(reading)

    def _add(self, reading: Reading) -> None:
        at = reading.statement.event.event_time
        self.vias.add(reading.via)
        self.datasets.update(use.mapped.key for use in reading.uses)
        if reading.job is not None:
            self.jobs.add(reading.job[0])
        for word in reading.words:
            self.say(word.key, at)
        if reading.run is not None and reading.job is not None:
            self.runs.add(reading.run)
            self.say(facet_key("run", reading.run, b"", TRANSFORMATION), at)
            earliest, datasets = self.written.get((reading.run, reading.job[0]), (at, set()))
            datasets.update(use.mapped.key for use in reading.uses if use.direction == "write")
            self.written[reading.run, reading.job[0]] = min(at, earliest), datasets

    def say(self, key: bytes, at: datetime) -> None:
        earliest = self.facets.get(key)
        if earliest is None or at < earliest:
            self.facets[key] = at


def load(connection: Connection, readings: Iterable[Reading], record_facets: frozenset[str]) -> State:
    """The state before `readings`, with all that decides what they change."""
    state = State(record_facets)
    mentions = _Mentions(readings)
    for row in _rows(connection, "load_reads", mentions.vias):
        state.add_read(ReadRow(*row))
    for row in _rows(connection, "load_writes", mentions.vias):
        state.add_write(WriteRow(*row))
    datasets = mentions.datasets.union(*(state.writes_of(via) for via in mentions.vias))
    for row in _rows(connection, "load_datasets", datasets):
        state.datasets[row[0]] = DatasetRow(*row)
    for row in _rows(connection, "load_stages", datasets):
        state.add_stage(StageRow(*row))
    stages = list(state.stages.values())
    for row in _rows(connection, "load_jobs", mentions.jobs.union(stage.job_key for stage in stages)):
        state.jobs[row[0]] = JobRow(*row)
    for row in _rows(connection, "load_runs", mentions.runs.union(stage.run_key for stage in stages)):
        state.runs[row[0]] = RunRow(*row)
    if datasets:
        known = {"datasets": list(datasets), "vias": list(mentions.vias)}
        for row in connection.execute(query("load_replaced"), known, binary=True):
            state.add_replaced(*row)
    _load_facets(connection, state, mentions, datasets)
    _load_history(connection, state, mentions)
    return state


def _load_facets(connection: Connection, state: State, mentions: _Mentions, datasets: set[bytes]) -> None:
    keys = set(mentions.facets)
    for stage in state.stages.values():
        keys.add(facet_key("output", stage.dataset_key, stage.run_key, OUTPUT_STATISTICS))
        keys.add(facet_key("stage", stage.dataset_key, stage.job_key, TRANSFORMATION))
    for (run, _), (_, written) in mentions.written.items():
        # one of these may become the newest of its stage
        keys.update(facet_key("output", dataset, run, OUTPUT_STATISTICS) for dataset in written | state.writes_of(run))
    wanted = {
        "facets": list(keys),
        "datasets": list(datasets),
        "names": [*state.record_facets, *_VALUED],
        "record_names": list(state.record_facets),
    }
    for row in connection.execute(query("load_facets"), wanted, binary=True):
        state.add_facet(facet_row(row))


def _load_history(connection: Connection, state: State, mentions: _Mentions) -> None:
    # Only what is said before the current stretch of equal words has to know what stood before it.
    for (run, job), (at, datasets) in mentions.written.items():
        earliest = min([at, *(word.order[0] for word in state.words("run", run, b"", TRANSFORMATION))])
        for dataset in datasets | state.writes_of(run):
            mentions.say(facet_key("stage", dataset, job, TRANSFORMATION), earliest)
    said = mentions.facets
    late = {key for (key, _), row in state.facets.items() if key in said and said[key] <= row.since[0]}
    for row in _rows(connection, "load_history", late):
        key, authority, *told, value_digest, deleted, value = row
        first, last = (*told[:3],), (*told[4:7],)
        state.add_history(
            HistoryRow(key, Authority(authority), first, told[3], last, told[7], value_digest, deleted, _encoded(value))
        )


def _rows(connection: Connection, name: str, keys: Iterable[bytes]) -> list[tuple[Any, ...]]:
    wanted = list(keys)
    return connection.execute(query(name), [wanted], binary=True).fetchall() if wanted else []


def facet_row(row: Sequence[Any]) -> FacetRow:
    """The row of `facet` whose columns these are; its value as text."""
    key, authority, slot, entity, via, name, *told, value_digest, deleted, value = row
    order, since = (*told[:3],), (*told[4:7],)
    return FacetRow(
        key, Authority(authority), slot, entity, via, name, order, told[3], since, told[7], value_digest, deleted,
        _encoded(value),
    )  # fmt: skip


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
