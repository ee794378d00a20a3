"""Folds one statement after another into the state: every order of them ends in the same."""

import hashlib
from datetime import datetime
from typing import Final

from lineproof.events.authority import may_say, rank
from lineproof.events.event import Dataset, EventKind, Facets
from lineproof.events.instant import micros
from lineproof.events.names import dataset_key, facet_key, job_key, run_key
from lineproof.mirror.rows import DatasetRow, Direction, FacetRow, JobRow, RunRow, Slot, StageRow
from lineproof.mirror.state import State
from lineproof.mirror.statement import Statement, definition_order, is_deletion, is_terminal

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
        places = _Places(self, statement)
        if event.kind is EventKind.DATASET:
            if event.dataset is not None:
                places.say_all("dataset", self._dataset(event.dataset, event.event_time), None, event.dataset.facets)
        elif event.job is not None:
            job = self._job(event.job.namespace, event.job.name, event.event_time)
            places.say_all("job", job, None, event.job.facets)
            run = None
            if event.run is not None:
                run = self._run(job, event.run.run_id, statement)
                places.say_all("run", run, None, event.run.facets)
            for dataset in event.inputs:
                self._io(places, job, run, dataset, "read")
            for dataset in event.outputs:
                self._io(places, job, run, dataset, "write")
        self.records |= self.material

    def _io(self, places: "_Places", job: bytes, run: bytes | None, dataset: Dataset, direction: Direction) -> None:
        at = places.statement.event.event_time
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
                self._stage(places, key, job, run)
        places.say_all("dataset", key, None, dataset.facets)
        places.say_all("input", key, run or job, dataset.input_facets)
        places.say_all("output", key, run or job, dataset.output_facets)

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

    def _stage(self, places: "_Places", dataset: bytes, job: bytes, run: bytes) -> None:
        event, digest = places.statement.event, places.statement.digest
        stages = self._state.stages
        stage = stages.get((dataset, job))
        if stage is None:
            stage = StageRow(dataset, job, run, event.event_time, digest, None, None)
            stages.put((dataset, job), stage)
            self._state.stages_of.setdefault(dataset, set()).add(job)
            self.material.add(dataset)
        elif (event.event_time, digest) > (stage.run_time, stage.run_digest):
            stage.run_key, stage.run_time, stage.run_digest = run, event.event_time, digest
            stages.changed.add((dataset, job))
            self.records.add(dataset)
        for row in self._state.held("run", run, b"", TRANSFORMATION):
            self._define(stage, row)

    def _define(self, stage: StageRow, row: FacetRow) -> None:
        order = definition_order(rank(row.authority), micros(row.event_time), row.digest, row.place)
        if row.deleted or row.value is None or order <= (stage.definition_order or b""):
            return
        key = (stage.dataset_key, stage.job_key)
        if row.value != stage.definition:
            self.material.add(stage.dataset_key)
        stage.definition_order, stage.definition = order, row.value
        self._state.stages.changed.add(key)

    def said(self, row: FacetRow, *, new_value: bool, job: bytes | None) -> None:
        """Notes what a facet's new standing means for records."""
        if self._state.makes_record(row):
            self._state.add_facet(row)
            (self.material if new_value else self.records).add(row.entity_key)
        elif row.slot == "run":
            if row.name == TRANSFORMATION and job is not None:
                for dataset in self._state.writes.get(row.entity_key, ()):
                    self._define(self._state.stages[dataset, job], row)
        elif row.slot == "output" and row.name == OUTPUT_STATISTICS:
            self.records.add(row.entity_key)


class _Places:
    """Says the facets of one statement, counting their places in it."""

    def __init__(self, fold: Fold, statement: Statement) -> None:
        self.statement = statement
        self._fold = fold
        self._state = fold._state  # noqa: SLF001
        self._place = 0

    def say_all(self, slot: Slot, entity: bytes, via: bytes | None, facets: Facets | None) -> None:
        for name, raw in (facets or {}).items():
            value = bytes(raw)
            self._place += 1
            if value != b"null" and may_say(self.statement.envelope.authority, name):
                self._say(slot, entity, via, name, value)

    def _say(self, slot: Slot, entity: bytes, via: bytes | None, name: str, value: bytes) -> None:
        position, envelope, digest, event = self.statement
        key = (facet_key(slot, entity, via or b"", name), envelope.authority)
        row = self._state.facets.get(key)
        value_digest = hashlib.sha256(value).digest()
        if row is None:
            row = FacetRow(
                key[0], envelope.authority, slot, entity, via, name, event.event_time, digest, self._place, position,
                value_digest, is_deletion(value), value,
            )  # fmt: skip
            self._state.facets.put(key, row)
            new_value = True
        elif (event.event_time, digest, self._place) <= (row.event_time, row.digest, row.place):
            return
        else:
            new_value = value_digest != row.value_digest
            row.event_time, row.digest, row.place, row.position = event.event_time, digest, self._place, position
            if new_value:
                row.value_digest, row.deleted, row.value = value_digest, is_deletion(value), value
                self._state.facets.changed.add(key)
            else:
                self._state.touched.add(key)
        job = job_key(event.job.namespace, event.job.name) if event.job is not None else None
        self._fold.said(row, new_value=new_value, job=job)


def _see(row: JobRow | DatasetRow | RunRow, at: datetime) -> bool:
    if at < row.first_seen:
        row.first_seen = at
        return True
    if at > row.last_seen:
        row.last_seen = at
        return True
    return False
