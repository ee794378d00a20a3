"""Rows of the mirror as values; fields stand in the order of the tables' columns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lineproof.events.authority import Authority

__all__ = ["DatasetRow", "Direction", "FacetRow", "JobRow", "RunRow", "Slot", "StageRow"]

Direction = Literal["read", "write"]
Slot = Literal["job", "run", "dataset", "input", "output"]


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
    """A dataset; event times that mention it."""

    dataset_key: bytes
    namespace: str
    name: str
    first_seen: datetime
    last_seen: datetime


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


@dataclass(slots=True)
class StageRow:
    """What one job does to one dataset: its newest run there, and its newest definition."""

    dataset_key: bytes
    job_key: bytes
    run_key: bytes
    run_time: datetime
    run_digest: bytes
    since: datetime
    definition_order: bytes | None
    definition: bytes | None


@dataclass(slots=True)
class FacetRow:
    """One statement that stands; `value` is its JSON text, None where it was not loaded."""

    facet_key: bytes
    authority: Authority
    slot: Slot
    entity_key: bytes
    via_key: bytes | None
    name: str
    event_time: datetime
    digest: bytes
    place: int
    position: int
    value_digest: bytes
    deleted: bool
    value: bytes | None
