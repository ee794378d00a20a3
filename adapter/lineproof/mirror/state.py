"""The part of the mirror that one batch of entries speaks of, in memory."""

from bisect import insort
from collections import defaultdict
from collections.abc import Hashable
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final, Generic, TypeVar

from lineproof.events.authority import Authority
from lineproof.events.merge import Order, deciding
from lineproof.events.names import facet_key
from lineproof.mirror.rows import (
    AliasRow,
    DatasetRow,
    FacetRow,
    HistoryRow,
    JobRow,
    ReadRow,
    RunRow,
    Slot,
    StageRow,
    WriteRow,
)

__all__ = ["Edge", "FacetId", "State", "Table", "TooManyEdgesError"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

FacetId = tuple[bytes, Authority]

Edge = tuple[bytes, bytes, bytes]
"""Dataset, upstream, and the job that makes the one of the other; empty where it is none's."""


_AUTHORITIES: Final = tuple(Authority)
_MOST_EDGES: Final = 100_000
_NONE: Final[frozenset[bytes]] = frozenset()


class TooManyEdgesError(ValueError):
    """A run, job or event reads and writes so many datasets that the pairs of them are too many to keep."""


class Table(dict[K, V], Generic[K, V]):
    """Rows by key, and which of them differ from the database's."""

    def __init__(self) -> None:
        super().__init__()
        self.changed: set[K] = set()

    def put(self, key: K, row: V) -> V:
        """Sets a row and notes that it is new."""
        self[key] = row
        self.changed.add(key)
        return row

    def dirty(self) -> list[V]:
        """The rows that differ, in the order of their keys."""
        return [self[key] for key in sorted(self.changed)]  # type: ignore[type-var]


class State:
    """Tables of the mirror, as far as they were loaded. What is not in here does not exist there."""

    def __init__(self, record_facets: frozenset[str]) -> None:
        self.record_facets = record_facets
        self.jobs: Table[bytes, JobRow] = Table()
        self.runs: Table[bytes, RunRow] = Table()
        self.datasets: Table[bytes, DatasetRow] = Table()
        self.reads: Table[tuple[bytes, bytes], ReadRow] = Table()
        self.writes: Table[tuple[bytes, bytes], WriteRow] = Table()
        self.stages: Table[tuple[bytes, bytes], StageRow] = Table()
        self.aliases: Table[tuple[bytes, bytes, str], AliasRow] = Table()
        self.facets: Table[FacetId, FacetRow] = Table()
        self.touched: set[FacetId] = set()
        self.history: Table[tuple[FacetId, Order], HistoryRow] = Table()
        self._replaced_at: dict[bytes, datetime | None] = {}
        self._replaced_elsewhere: dict[bytes, datetime] = {}
        self._replacing: defaultdict[bytes, set[bytes]] = defaultdict(set)
        self._read_by: defaultdict[bytes, set[bytes]] = defaultdict(set)
        self._written_by: defaultdict[bytes, set[bytes]] = defaultdict(set)
        self._stages_of: defaultdict[bytes, set[bytes]] = defaultdict(set)
        self._words: defaultdict[bytes, dict[str, dict[Authority, FacetRow]]] = defaultdict(dict)
        self._orders: defaultdict[FacetId, list[Order]] = defaultdict(list)

    def add_read(self, row: ReadRow) -> None:
        """Notes a row that was loaded or has just been put."""
        self.reads[row.via_key, row.dataset_key] = row
        self._read_by[row.via_key].add(row.dataset_key)

    def add_write(self, row: WriteRow) -> None:
        """Notes a row that was loaded or has just been put."""
        self.writes[row.via_key, row.dataset_key] = row
        self._written_by[row.via_key].add(row.dataset_key)
        if row.replaces:
            self.set_replacing(row)

    def add_replaced(self, dataset: bytes, at: datetime) -> None:
        """Notes when the newest write that is not loaded replaced what was before."""
        self._replaced_elsewhere[dataset] = at
        newest = self._replaced_at.get(dataset)
        self._replaced_at[dataset] = at if newest is None else max(at, newest)

    def set_replacing(self, row: WriteRow) -> None:
        """Notes whether, and when, a write replaces what was before."""
        if row.replaces:
            self._replacing[row.dataset_key].add(row.via_key)
            newest = self._replaced_at.get(row.dataset_key)
            if newest is None or newest < row.written_at:
                self._replaced_at[row.dataset_key] = row.written_at
        elif row.via_key in self._replacing[row.dataset_key]:
            self._replacing[row.dataset_key].remove(row.via_key)
            times = [self.writes[via, row.dataset_key].written_at for via in self._replacing[row.dataset_key]]
            elsewhere = self._replaced_elsewhere.get(row.dataset_key)
            self._replaced_at[row.dataset_key] = max([*times, elsewhere] if elsewhere else times, default=None)

    def add_stage(self, row: StageRow) -> None:
        """Notes a row that was loaded or has just been put."""
        self.stages[row.dataset_key, row.job_key] = row
        self._stages_of[row.dataset_key].add(row.job_key)

    def add_facet(self, row: FacetRow) -> None:
        """Notes a row that was loaded or has just been put; what a dataset's record is made of also by its dataset."""
        self.facets[row.facet_key, row.authority] = row
        if row.slot == "dataset" and row.name in self.record_facets:
            self._words[row.entity_key].setdefault(row.name, {})[row.authority] = row

    def add_history(self, row: HistoryRow) -> None:
        """Notes a row that was loaded or has just been put."""
        facet = row.facet_key, row.authority
        self.history[facet, row.order] = row
        insort(self._orders[facet], row.order)

    def history_orders(self, facet: FacetId) -> list[Order]:
        """Of the stretches before the current one, those that were loaded, in order."""
        return self._orders[facet]

    def reads_of(self, via: bytes) -> AbstractSet[bytes]:
        """The datasets that a run or job read."""
        return self._read_by.get(via, _NONE)

    def writes_of(self, via: bytes) -> AbstractSet[bytes]:
        """The datasets that it wrote."""
        return self._written_by.get(via, _NONE)

    def makes_record(self, slot: Slot, name: str) -> bool:
        """Whether a dataset's record is made of such facets."""
        return slot == "stage" or (slot == "dataset" and name in self.record_facets)

    def deciding(self, dataset: bytes) -> list[FacetRow]:
        """Of each facet that a dataset's record is made of the last words, down to the one that stands."""
        return [row for words in self._words.get(dataset, {}).values() for row in deciding(words.values())]

    def words(self, slot: Slot, entity: bytes, via: bytes, name: str) -> list[FacetRow]:
        """Each authority's last word under one key."""
        key = facet_key(slot, entity, via, name)
        facets = self.facets
        return [facets[key, authority] for authority in _AUTHORITIES if (key, authority) in facets]

    def said(self, slot: Slot, entity: bytes, via: bytes, name: str) -> list[FacetRow]:
        """The last words under one key, the highest authority's first, down to the one that stands."""
        return deciding(self.words(slot, entity, via, name))

    def standing(self, slot: Slot, entity: bytes, via: bytes, name: str) -> FacetRow | None:
        """The word that stands under one key."""
        rows = self.said(slot, entity, via, name)
        return rows[-1] if rows and not rows[-1].deleted else None

    def content_since(self, dataset: bytes) -> datetime | None:
        """When the newest write that replaced all before it was made; None: all writes are in the content."""
        return self._replaced_at.get(dataset)

    def count_stages(self, dataset: bytes) -> int:
        """How many jobs ever wrote it."""
        return len(self._stages_of.get(dataset, ()))

    def stages_of(self, dataset: bytes) -> list[StageRow]:
        """The stages that made the current content, by the names of their jobs."""
        jobs = self._stages_of.get(dataset, ())
        since = self._replaced_at.get(dataset)
        rows = [self.stages[dataset, job] for job in jobs]
        if len(rows) == 1 and since is None:
            return rows
        shown = [row for row in rows if since is None or row.run_time >= since]
        return sorted(shown, key=lambda row: (self.jobs[row.job_key].namespace, self.jobs[row.job_key].name))

    def upstreams(self, via: bytes) -> set[Edge]:
        """The edges that one run, job or event makes.

        Raises:
            TooManyEdgesError: more than 100,000; each read times each write is a lot of a small event.
        """
        found = set()
        if len(self.reads_of(via)) * len(self.writes_of(via)) > _MOST_EDGES:
            raise TooManyEdgesError(f"it makes more than {_MOST_EDGES} pairs of a dataset read and one written")
        for dataset in self.writes_of(via):
            row = self.writes[via, dataset]
            if row.said_upstreams is None:
                sources = {*self.reads_of(via), *(row.more_upstreams or ())}
            else:
                sources = set(row.said_upstreams)
            found |= {(dataset, source, row.job_key) for source in sources if source != dataset}
        return found
