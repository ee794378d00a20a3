"""Folds what runs, jobs and events read and write: writes, their upstreams, and stages."""

from collections.abc import Callable
from typing import Final, NamedTuple

from lineproof.events.instant import micros
from lineproof.events.sources import facet_object, write_mode
from lineproof.events.told import add_first
from lineproof.mirror.facet_sayer import FacetSayer
from lineproof.mirror.rows import FacetRow, ReadRow, StageRow, WriteMode, WriteRow
from lineproof.mirror.state import State
from lineproof.mirror.uses import Reading, Use

__all__ = ["TRANSFORMATION", "ContentFold", "Listening"]

_MOST_VERSIONS: Final = 100
TRANSFORMATION: Final = "lineproof_transformation"


class Listening(NamedTuple):
    """Who is told of datasets: `before` their stages may change, and whether they `changed` or were only `touched`."""

    before: Callable[[bytes], None]
    changed: Callable[[bytes], None]
    touched: Callable[[bytes], None]


class ContentFold:
    """Takes in the uses of one reading after another; tells of datasets whose stages change."""

    def __init__(self, state: State, says: FacetSayer, listening: Listening) -> None:
        self._state = state
        self._says = says
        self._listening = listening
        self._shown: dict[bytes, list[bytes]] = {}
        self._modes: dict[bytes, WriteMode] = {}

    def begin(self, reading: Reading) -> None:
        """Begins with a reading."""
        self._reading = reading
        self._shown = {}
        for dataset in self._state.writes_of(reading.via):
            self._watch(dataset)

    def end(self) -> None:
        """Settles which of the writes replace what was before, now that the whole reading is taken in."""
        via = self._reading.via
        for dataset in self._state.writes_of(via):
            row = self._state.writes[via, dataset]
            mode: WriteMode = "overwrite" if row.said_overwrite else self._said_mode(via)
            replaces = mode == "overwrite" and self._ended() and not row.partial and not self._reads_itself(row)
            if (mode, replaces) != (row.mode, row.replaces):
                row.mode, row.replaces = mode, replaces
                self._state.set_replacing(row)
                self._state.writes.changed.add((via, dataset))
        for dataset, shown in self._shown.items():
            if self._jobs(dataset) != shown:
                self._listening.changed(dataset)

    def read(self, use: Use) -> None:
        """Takes in that the dataset was read."""
        key, at = (self._reading.via, use.mapped.key), self._reading.statement.event.event_time
        row = self._state.reads.get(key)
        if row is None:
            self._state.add_read(ReadRow(*key, at))
        elif at > row.last_seen:
            row.last_seen = at
        else:
            return
        self._state.reads.changed.add(key)

    def write(self, use: Use) -> None:
        """Takes in that the dataset was written, and how."""
        reading, dataset = self._reading, use.mapped.key
        key, at = (reading.via, dataset), reading.statement.event.event_time
        row = self._state.writes.get(key)
        if row is None:
            self._watch(dataset)
            job = reading.job[0] if reading.job else b""
            row = WriteRow(*key, job, at, at, False, "unknown", False, False, None, None, None, b"")
            self._state.add_write(row)
            if reading.run is not None:
                self._say_of_stage(dataset, reading.run)
        if not row.told or at < row.since:
            row.told = add_first(row.told, micros(at), reading.statement.position)
        row.since, row.written_at = min(row.since, at), max(row.written_at, at)
        if row.replaces:
            self._state.set_replacing(row)
        row.said_overwrite = row.said_overwrite or use.content.overwrites
        row.partial = row.partial or use.mapped.kind == "partition"
        if use.content.said is not None:
            row.said_upstreams = sorted(use.content.said.union(row.said_upstreams or ()))
        if use.content.more:
            row.more_upstreams = sorted(use.content.more.union(row.more_upstreams or ()))
        if use.content.version is not None:
            row.versions = sorted({use.content.version, *(row.versions or ())})[-_MOST_VERSIONS:]
        self._state.writes.changed.add(key)
        if reading.run is not None:
            self._stage(dataset, reading.run)

    def transformed(self, word: FacetRow) -> None:
        """Takes in what a run says that it does."""
        self._modes.pop(word.entity_key, None)
        for dataset in self._state.writes_of(word.entity_key):
            self._says.say_again(word, "stage", dataset, self._state.writes[word.entity_key, dataset].job_key)

    def _say_of_stage(self, dataset: bytes, run: bytes) -> None:
        job = self._state.runs[run].job_key
        for word in self._state.words("run", run, b"", TRANSFORMATION):
            self._says.say_again(word, "stage", dataset, job)

    def _stage(self, dataset: bytes, run: bytes) -> None:
        statement = self._reading.statement
        at, job = statement.event.event_time, self._state.runs[run].job_key
        key = dataset, job
        row = self._state.stages.get(key)
        if row is None:
            row = StageRow(dataset, job, run, at, statement.digest, at)
            self._state.add_stage(row)
        elif (at, statement.digest) > (row.run_time, row.run_digest):
            row.run_key, row.run_time, row.run_digest = run, at, statement.digest
        elif at >= row.since:
            return
        row.since = min(row.since, at)
        self._state.stages.changed.add(key)
        self._listening.touched(dataset)

    def _watch(self, dataset: bytes) -> None:
        """Notes which stages are in the content, before anything is changed."""
        if dataset in self._shown:
            return
        shown = self._jobs(dataset)
        job = self._reading.job[0] if self._reading.run is not None and self._reading.job is not None else None
        # whom no other job's writing concerns stays in the content, whatever it writes
        if shown != [job] or self._state.count_stages(dataset) > 1:
            self._listening.before(dataset)
        self._shown[dataset] = shown

    def _jobs(self, dataset: bytes) -> list[bytes]:
        return [row.job_key for row in self._state.stages_of(dataset)]

    def _ended(self) -> bool:
        reading = self._reading
        if reading.run is None:
            return reading.job is None
        return self._state.runs[reading.run].state == "COMPLETE"

    def _reads_itself(self, row: WriteRow) -> bool:
        if row.dataset_key in self._state.reads_of(row.via_key):
            return True
        return row.dataset_key in (row.said_upstreams or ()) or row.dataset_key in (row.more_upstreams or ())

    def _said_mode(self, via: bytes) -> WriteMode:
        if via not in self._modes:
            word = self._state.standing("run", via, b"", TRANSFORMATION)
            said = write_mode(facet_object(word.value)) if word is not None else None
            self._modes[via] = said or "unknown"  # type: ignore[assignment]
        return self._modes[via]
