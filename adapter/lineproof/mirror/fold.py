"""Folds one statement after another into the state: every order of them ends in the same."""

from datetime import datetime
from typing import Final

from lineproof.events.authority import rank
from lineproof.events.event import Dataset, EventKind
from lineproof.events.instant import micros
from lineproof.events.names import dataset_key, job_key, run_key
from lineproof.mirror.facet_sayer import FacetSayer
from lineproof.mirror.rows import DatasetRow, Direction, FacetRow, JobRow, RunRow, StageRow
from lineproof.mirror.state import State
from lineproof.mirror.statement import Statement, definition_order, is_terminal

__all__ = ["OUTPUT_STATISTICS", "TRANSFORMATION", "Fold"]

TRANSFORMATION: Final = "lineproof_transformation"
OUTPUT_STATISTICS: Final = "outputStatistics"


class Fold:
    """Applies statements to a state.

    Attributes:
        material: datasets whose record may differ in substance because of the last statement.
        records: datasets whose record has to be made anew, whatever differs.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self.material: set[bytes] = set()
        self.records: set[bytes] = set()

    def apply(self, statement: Statement) -> None:
        """Folds one statement in. Whether it may be projected at all is the caller's to decide."""
        self.material = set()
        event = statement.event
        says = FacetSayer(self._state, statement, self._said)
        if event.kind is EventKind.DATASET:
            if event.dataset is not None:
                says.say_all("dataset", self._dataset(event.dataset, event.event_time), None, event.dataset.facets)
        elif event.job is not None:
            job = self._job(event.job.namespace, event.job.name, event.event_time)
            says.say_all("job", job, None, event.job.facets)
            run = None
            if event.run is not None:
                run = self._run(job, event.run.run_id, statement)
                says.say_all("run", run, None, event.run.facets)
            for dataset in event.inputs:
                self._io(says, job, run, dataset, "read")
            for dataset in event.outputs:
                self._io(says, job, run, dataset, "write")
        self.records |= self.material

    def _io(self, says: FacetSayer, job: bytes, run: bytes | None, dataset: Dataset, direction: Direction) -> None:
        at = says.statement.event.event_time
        key = self._dataset(dataset, at)
        if run is None:
            seen = self._state.job_io.get((job, key, direction))
            if seen is None or at > seen:
                self._state.job_io.put((job, key, direction), at)
        else:
            seen = self._state.run_io.get((run, key, direction))
            if seen is None or at > seen:
                self._state.run_io.put((run, key, direction), at)
            if direction == "write":
                self._state.writes.setdefault(run, set()).add(key)
                self._stage(says, key, job, run)
        says.say_all("dataset", key, None, dataset.facets)
        says.say_all("input", key, run or job, dataset.input_facets)
        says.say_all("output", key, run or job, dataset.output_facets)

    def _job(self, namespace: str, name: str, at: datetime) -> bytes:
        key = job_key(namespace, name)
        row = self._state.jobs.get(key)
        if row is None:
            self._state.jobs.put(key, JobRow(key, namespace, name, at, at))
        elif _see(row, at):
            self._state.jobs.changed.add(key)
        return key

    def _dataset(self, dataset: Dataset, at: datetime) -> bytes:
        key = dataset_key(dataset.namespace, dataset.name)
        row = self._state.datasets.get(key)
        if row is None:
            self._state.datasets.put(key, DatasetRow(key, dataset.namespace, dataset.name, at, at))
            self.material.add(key)
        else:
            earlier = at < row.first_seen
            if _see(row, at):
                self._state.datasets.changed.add(key)
            if earlier:
                self.records.add(key)
        return key

    def _run(self, job: bytes, run_id: str, statement: Statement) -> bytes:
        key = run_key(job, run_id)
        event = statement.event
        at, state = event.event_time, event.event_type or "OTHER"
        runs = self._state.runs
        row = runs.get(key)
        if row is None:
            row = RunRow(key, job, run_id, state, at, statement.digest, None, None, at, at, event.zoneless)
            runs[key] = row
        else:
            _see(row, at)
            row.zoneless = row.zoneless or event.zoneless
            held = (is_terminal(row.state), row.state_time, row.state_digest)
            if (is_terminal(state), at, statement.digest) > held:
                row.state, row.state_time, row.state_digest = state, at, statement.digest
        runs.changed.add(key)
        if state == "START" and (row.started_at is None or at < row.started_at):
            row.started_at = at
        row.ended_at = row.state_time if is_terminal(row.state) else None
        self._run_changed(job, key)
        return key

    def _run_changed(self, job: bytes, run: bytes) -> None:
        for dataset in self._state.writes.get(run, ()):
            stage = self._state.stages.get((dataset, job))
            if stage is not None and stage.run_key == run:
                self.records.add(dataset)

    def _stage(self, says: FacetSayer, dataset: bytes, job: bytes, run: bytes) -> None:
        event, digest = says.statement.event, says.statement.digest
        stages = self._state.stages
        stage = stages.get((dataset, job))
        if stage is None:
            stage = StageRow(dataset, job, run, event.event_time, digest, event.event_time, None, None)
            stages.put((dataset, job), stage)
            self._state.stages_of.setdefault(dataset, set()).add(job)
            self.material.add(dataset)
        elif event.event_time < stage.since:
            stage.since = event.event_time
            stages.changed.add((dataset, job))
            self.records.add(dataset)
        elif (event.event_time, digest) > (stage.run_time, stage.run_digest):
            stage.run_key, stage.run_time, stage.run_digest = run, event.event_time, digest
            stages.changed.add((dataset, job))
            self.records.add(dataset)
        for row in self._state.said("run", run, b"", TRANSFORMATION):
            self._define(stage, row)

    def _define(self, stage: StageRow, row: FacetRow) -> None:
        order = definition_order(rank(row.authority), micros(row.event_time), row.digest, row.place)
        if order <= (stage.definition_order or b""):
            return
        definition = None if row.deleted else row.value
        if definition != stage.definition:
            self.material.add(stage.dataset_key)
        stage.definition_order, stage.definition = order, definition
        self._state.stages.changed.add((stage.dataset_key, stage.job_key))
        self.records.add(stage.dataset_key)

    def _said(self, row: FacetRow, job: bytes | None, *, new_value: bool) -> None:
        if self._state.makes_record(row):
            self._state.add_facet(row)
            (self.material if new_value else self.records).add(row.entity_key)
        elif row.slot == "run":
            if row.name == TRANSFORMATION and job is not None:
                for dataset in self._state.writes.get(row.entity_key, ()):
                    self._define(self._state.stages[dataset, job], row)
        elif row.slot == "output" and row.name == OUTPUT_STATISTICS:
            self.records.add(row.entity_key)


def _see(row: JobRow | DatasetRow | RunRow, at: datetime) -> bool:
    if at < row.first_seen:
        row.first_seen = at
        return True
    if at > row.last_seen:
        row.last_seen = at
        return True
    return False
