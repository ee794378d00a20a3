"""Folds one statement after another into the state: every order of them ends in the same."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from lineproof.events.instant import micros
from lineproof.events.names import dataset_key, run_key
from lineproof.events.naming import Naming
from lineproof.events.sources import facet_object, parent
from lineproof.events.told import add_first
from lineproof.mirror.content import TRANSFORMATION, ContentFold, Listening
from lineproof.mirror.facet_sayer import FacetSayer, Hearing
from lineproof.mirror.rows import AliasRow, DatasetRow, FacetRow, JobRow, RunRow, Slot
from lineproof.mirror.run_state import hear_run, new_run
from lineproof.mirror.state import State
from lineproof.mirror.uses import Reading, Use

__all__ = ["OUTPUT_STATISTICS", "PARENT", "SYMLINKS", "Fold"]

OUTPUT_STATISTICS: Final = "outputStatistics"
PARENT: Final = "parent"
SYMLINKS: Final = "symlinks"


class Fold:
    """Applies readings to a state.

    Attributes:
        material: datasets whose record may differ in substance because of the last reading.
        records: datasets whose record has to be made anew, whatever differs.
        symlinked: datasets whose symlinks may differ.
    """

    def __init__(self, state: State, naming: Naming, before_change: Callable[[bytes], None]) -> None:
        """`before_change` is called before a dataset's record may differ in substance."""
        self._state = state
        self._naming = naming
        self._before_change = before_change
        self.material: set[bytes] = set()
        self.records: set[bytes] = set()
        self._says = FacetSayer(state, Hearing(self._before, self._after))
        self._content = ContentFold(state, self._says, Listening(before_change, self._changed, self.records.add))
        self.symlinked: set[bytes] = set()

    def apply(self, reading: Reading) -> None:
        """Folds one reading in. Whether it may be projected at all is the caller's to decide."""
        self.material = set()
        event = reading.statement.event
        self._says.begin(reading.statement)
        self._content.begin(reading)
        if reading.job is not None:
            self._job(reading.job, event.event_time)
            if reading.run is not None and event.run is not None:
                self._run(reading, reading.run, event.run.run_id)
        for use in reading.uses:
            self._dataset(reading, use)
            if use.direction == "read":
                self._content.read(use)
            elif use.direction == "write":
                self._content.write(use)
        self._says.say_all(reading.words)
        self._content.end()
        self.records |= self.material

    def _job(self, job: tuple[bytes, str, str], at: datetime) -> None:
        row = self._state.jobs.get(job[0])
        if row is None:
            self._state.jobs.put(job[0], JobRow(*job, at, at))
        elif _see(row, at):
            self._state.jobs.changed.add(job[0])

    def _dataset(self, reading: Reading, use: Use) -> None:
        key, at = use.mapped.key, reading.statement.event.event_time
        datasets = self._state.datasets
        row = datasets.get(key)
        if row is None:
            self._before_change(key)
            self.material.add(key)
            row = datasets.put(key, DatasetRow(key, use.mapped.namespace, use.mapped.name, at, at, None, None, b""))
        elif at < row.first_seen:
            self.records.add(key)
        if not row.told or at < row.first_seen:
            row.told = add_first(row.told, micros(at), reading.statement.position)
        if _see(row, at):
            datasets.changed.add(key)
        self._live(row, at, dropped=use.dropped)
        if use.mapped.kind is not None:
            alias = AliasRow(dataset_key(*use.sent), key, use.mapped.kind, *use.sent)
            self._state.aliases.setdefault((alias.alias_key, key, alias.kind), alias)

    def _live(self, row: DatasetRow, at: datetime, *, dropped: bool) -> None:
        newest = row.dropped_at if dropped else row.alive_at
        if newest is not None and at <= newest:
            return
        if dropped:
            will_be = row.alive_at is None or at >= row.alive_at
        else:
            will_be = row.dropped_at is not None and row.dropped_at >= at
        if will_be != row.dropped:
            self._before_change(row.dataset_key)
            self.material.add(row.dataset_key)
        if dropped:
            row.dropped_at = at
        else:
            row.alive_at = at
        self._state.datasets.changed.add(row.dataset_key)

    def _run(self, reading: Reading, key: bytes, run_id: str) -> None:
        job = reading.job[0] if reading.job else b""
        row = self._state.runs.get(key)
        if row is None:
            row = self._state.runs[key] = new_run(key, job, run_id, reading.statement)
        hear_run(row, reading.statement)
        self._state.runs.changed.add(key)
        for dataset in self._state.writes_of(key):
            stage = self._state.stages.get((dataset, job))
            if stage is not None and stage.run_key == key:
                self.records.add(dataset)

    def _changed(self, dataset: bytes) -> None:
        self.material.add(dataset)

    def _before(self, slot: Slot, entity: bytes, name: str) -> None:
        if self._state.makes_record(slot, name):
            self._before_change(entity)

    def _after(self, row: FacetRow, changed: bool) -> None:
        if self._state.makes_record(row.slot, row.name):
            (self.material if changed else self.records).add(row.entity_key)
        elif row.slot == "dataset" and row.name == SYMLINKS and changed:
            self.symlinked.add(row.entity_key)
        elif row.slot == "run" and row.name == TRANSFORMATION:
            self._content.transformed(row)
        elif row.slot == "run" and row.name == PARENT and changed:
            self._parent(row.entity_key)
        elif row.slot == "output" and row.name == OUTPUT_STATISTICS:
            self.records.add(row.entity_key)

    def _parent(self, run: bytes) -> None:
        word = self._state.standing("run", run, b"", PARENT)
        named = parent(facet_object(word.value)) if word is not None else None
        key = None if named is None else run_key(self._naming.job(*named[0])[0], named[1])
        if key != self._state.runs[run].parent_key:
            self._state.runs[run].parent_key = key
            self._state.runs.changed.add(run)


def _see(row: JobRow | DatasetRow | RunRow, at: datetime) -> bool:
    if at < row.first_seen:
        row.first_seen = at
        return True
    if at > row.last_seen:
        row.last_seen = at
        return True
    return False
