"""The part of the mirror that one batch of entries speaks of, in memory."""

from collections.abc import Hashable
from datetime import datetime
from typing import Generic, TypeVar

from lineproof.events.authority import Authority, rank
from lineproof.events.names import facet_key
from lineproof.mirror.rows import DatasetRow, Direction, FacetRow, JobRow, RunRow, Slot, StageRow

__all__ = ["State", "Table"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


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
        self._record_facets = record_facets
        self.jobs: Table[bytes, JobRow] = Table()
        self.runs: Table[bytes, RunRow] = Table()
        self.datasets: Table[bytes, DatasetRow] = Table()
        self.run_io: Table[tuple[bytes, bytes, Direction], datetime] = Table()
        self.job_io: Table[tuple[bytes, bytes, Direction], datetime] = Table()
        self.stages: Table[tuple[bytes, bytes], StageRow] = Table()
        self.facets: Table[tuple[bytes, Authority], FacetRow] = Table()
        self.touched: set[tuple[bytes, Authority]] = set()
        self.writes: dict[bytes, set[bytes]] = {}
        self.stages_of: dict[bytes, set[bytes]] = {}
        self.statements: dict[bytes, dict[str, dict[Authority, FacetRow]]] = {}

    def add_run_io(self, run: bytes, dataset: bytes, direction: Direction, seen: datetime) -> None:
        """Notes a loaded edge."""
        self.run_io[run, dataset, direction] = seen
        if direction == "write":
            self.writes.setdefault(run, set()).add(dataset)

    def add_stage(self, stage: StageRow) -> None:
        """Notes a loaded stage."""
        self.stages[stage.dataset_key, stage.job_key] = stage
        self.stages_of.setdefault(stage.dataset_key, set()).add(stage.job_key)

    def makes_record(self, row: FacetRow) -> bool:
        """Whether a dataset's record is made of such a facet."""
        return row.slot == "dataset" and row.name in self._record_facets

    def add_facet(self, row: FacetRow) -> None:
        """Notes a loaded facet; what a dataset's record is made of also by its dataset."""
        self.facets[row.facet_key, row.authority] = row
        if self.makes_record(row):
            self.statements.setdefault(row.entity_key, {}).setdefault(row.name, {})[row.authority] = row

    def standing(self, dataset: bytes) -> list[FacetRow]:
        """Of each facet of a dataset the statement of the highest authority that did not take it back."""
        return [row for row in self.deciding(dataset) if not row.deleted]

    def deciding(self, dataset: bytes) -> list[FacetRow]:
        """Those, and the deletions of higher authorities that let them stand: what was said last, in effect."""
        found = []
        for by_authority in self.statements.get(dataset, {}).values():
            for row in sorted(by_authority.values(), key=lambda row: rank(row.authority), reverse=True):
                found.append(row)
                if not row.deleted:
                    break
        return found

    def said(self, slot: Slot, entity: bytes, via: bytes, name: str) -> list[FacetRow]:
        """The statements under one key, whoever made them, those that take something back among them."""
        key = facet_key(slot, entity, via, name)
        rows = (self.facets.get((key, authority)) for authority in Authority)
        return [row for row in rows if row is not None]
