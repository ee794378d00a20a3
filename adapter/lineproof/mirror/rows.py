"""Rows of the mirror as values; fields stand in the order of the tables' columns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lineproof.events.authority import Authority
from lineproof.events.merge import Order

__all__ = [
    "AliasRow",
    "DatasetRow",
    "EdgeRow",
    "FacetRow",
    "HistoryRow",
    "JobRow",
    "ReadRow",
    "RunRow",
    "Slot",
    "StageRow",
    "WriteMode",
    "WriteRow",
]

Slot = Literal["job", "run", "dataset", "input", "output", "stage"]
WriteMode = Literal["unknown", "append", "overwrite"]


@dataclass(slots=True)
class JobRow:
    """A job; event times that mention it."""

    job_key: bytes
    namespace: str
    name: str
    first_seen: datetime
    last_seen: datetime


@dataclass(slots=True)
class DatasetRow:
    """A dataset; event times that mention it, the newest DROP and the newest other mention."""

    dataset_key: bytes
    namespace: str
    name: str
    first_seen: datetime
    last_seen: datetime
    dropped_at: datetime | None
    alive_at: datetime | None
    told: bytes

    @property
    def dropped(self) -> bool:
        """Whether nothing mentions it that is newer than its newest DROP."""
        return self.dropped_at is not None and (self.alive_at is None or self.dropped_at >= self.alive_at)


@dataclass(slots=True)
class RunRow:
    """A run with the state that won."""

    run_key: bytes
    job_key: bytes
    run_id: str
    state: str
    state_time: datetime
    state_digest: bytes
    started_at: datetime | None
    ended_at: datetime | None
    first_seen: datetime
    last_seen: datetime
    zoneless: bool
    parent_key: bytes | None
    starts_told: bytes
    ends_told: bytes


@dataclass(slots=True)
class ReadRow:
    """That a run or job read a dataset."""

    via_key: bytes
    dataset_key: bytes
    last_seen: datetime


@dataclass(slots=True)
class WriteRow:
    """That a run, job or event wrote a dataset: when, how, and from what."""

    via_key: bytes
    dataset_key: bytes
    job_key: bytes
    since: datetime
    written_at: datetime
    said_overwrite: bool
    mode: WriteMode
    partial: bool
    replaces: bool
    said_upstreams: list[bytes] | None
    more_upstreams: list[bytes] | None
    versions: list[str] | None
    told: bytes


@dataclass(slots=True)
class StageRow:
    """What one job does to one dataset: its newest run there."""

    dataset_key: bytes
    job_key: bytes
    run_key: bytes
    run_time: datetime
    run_digest: bytes
    since: datetime


@dataclass(slots=True)
class EdgeRow:
    """By how many more (or fewer) of a job's writes one dataset comes of another."""

    dataset_key: bytes
    upstream_key: bytes
    job_key: bytes
    writes: int


@dataclass(slots=True)
class AliasRow:
    """Another name of a dataset."""

    alias_key: bytes
    dataset_key: bytes
    kind: str
    namespace: str
    name: str


@dataclass(slots=True)
class FacetRow:
    """The last word of an authority; `value` is its JSON text, None where it was not loaded.

    `order` and `position` are those of the newest of equal statements, `since` those of the first of them.
    """

    facet_key: bytes
    authority: Authority
    slot: Slot
    entity_key: bytes
    via_key: bytes | None
    name: str
    order: Order
    position: int
    since: Order
    since_position: int
    value_digest: bytes
    deleted: bool
    value: bytes | None


@dataclass(slots=True)
class HistoryRow:
    """A stretch of equal statements that something else follows; `value` is None where it is the current row's.

    `order` and `position` are those of the first of them, `last` those of the last.
    """

    facet_key: bytes
    authority: Authority
    order: Order
    position: int
    last: Order
    last_position: int
    value_digest: bytes
    deleted: bool
    value: bytes | None
