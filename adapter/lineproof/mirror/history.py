"""A record as it was: by what was valid at one time, and known at another."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from lineproof.events.instant import from_micros, micros
from lineproof.events.names import facet_key
from lineproof.events.told import end_as_of, first_as_of
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import local_namespace
from lineproof.mirror.fold import OUTPUT_STATISTICS
from lineproof.mirror.load import facet_row
from lineproof.mirror.record import RECORD_FACETS, RecordMaker, RecordRow
from lineproof.mirror.rows import DatasetRow, JobRow, RunRow, StageRow
from lineproof.mirror.state import State
from lineproof_sql import query

__all__ = ["AsOf", "record_as_of"]

_EVER: Final = 2**63 - 1


class AsOf(NamedTuple):
    """What is asked: event times up to `at`, entries of the log before position `before`; None for all."""

    at: datetime | None = None
    before: int | None = None

    @property
    def at_micros(self) -> int | None:
        """`at` in microseconds since 1970."""
        return None if self.at is None else micros(self.at)

    def parameters(self, dataset: bytes) -> dict[str, Any]:
        """Parameters of the queries."""
        return {
            "dataset": dataset,
            "at": "infinity" if self.at is None else self.at,
            "before": _EVER if self.before is None else self.before,
        }


def record_as_of(connection: Connection, dataset: bytes, asked: AsOf) -> dict[str, Any] | None:
    """A dataset's record by what was valid and known then, as a row of `dataset_provenance`; None if nothing was."""
    rows = connection.execute(query("load_datasets"), [[dataset]], binary=True).fetchall()
    row = DatasetRow(*rows[0]) if rows else None
    first = None if row is None else first_as_of(row.told, asked.at_micros, asked.before)
    if row is None or first is None:
        return None
    state = State(RECORD_FACETS)
    state.datasets[dataset] = replace(row, first_seen=from_micros(first))
    _load_stages(connection, state, dataset, asked)
    _load_facets(connection, state, dataset, asked)
    return _columns(RecordMaker(state, local_namespace(connection)).row(dataset))


def _load_stages(connection: Connection, state: State, dataset: bytes, asked: AsOf) -> None:
    parameters = asked.parameters(dataset)
    for written_at, ends_told in connection.execute(query("replaced_as_of"), parameters, binary=True):
        if ends_told is None or _ended(bytes(ends_told), asked) == "COMPLETE":
            state.add_replaced(dataset, written_at)
            break
    for row in connection.execute(query("stages_as_of"), parameters, binary=True):
        known = first_as_of(bytes(row[-1]), asked.at_micros, asked.before) is not None
        if known and (dataset, row[1]) not in state.stages:
            state.add_stage(StageRow(*row[:-1]))
    stages = list(state.stages.values())
    jobs = [stage.job_key for stage in stages]
    state.jobs.update((row[0], JobRow(*row)) for row in connection.execute(query("load_jobs"), [jobs], binary=True))
    runs = [stage.run_key for stage in stages]
    for row in connection.execute(query("load_runs"), [runs], binary=True):
        state.runs[row[0]] = _run_as_of(RunRow(*row), asked)


def _ended(ends_told: bytes, asked: AsOf) -> str | None:
    end = end_as_of(ends_told, asked.at_micros, asked.before)
    return None if end is None else end.state


def _run_as_of(run: RunRow, asked: AsOf) -> RunRow:
    start = first_as_of(run.starts_told, asked.at_micros, asked.before)
    end = end_as_of(run.ends_told, asked.at_micros, asked.before)
    return replace(
        run,
        state="RUNNING" if end is None else end.state,
        started_at=None if start is None else from_micros(start),
        ended_at=None if end is None else from_micros(end.at),
    )


def _load_facets(connection: Connection, state: State, dataset: bytes, asked: AsOf) -> None:
    counts = [facet_key("output", dataset, stage.run_key, OUTPUT_STATISTICS) for stage in state.stages.values()]
    parameters = {**asked.parameters(dataset), "names": list(RECORD_FACETS), "facets": counts}
    for row in connection.execute(query("facets_as_of"), parameters, binary=True):
        state.add_facet(facet_row(row))


def _columns(row: RecordRow) -> dict[str, Any]:
    fields = {
        name: getattr(row, name)
        for name in row.__slots__
        if name not in ("dataset_key", "provenance_document", "namespace")
    }
    fields["updated_at"] = fields.pop("asserted_at")
    return {
        name: json.loads(value[1:]) if isinstance(value, bytes) else str(value) if name == "provenance_id" else value
        for name, value in fields.items()
    }
