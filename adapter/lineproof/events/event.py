"""An OpenLineage event as a value."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

import msgspec
from msgspec import Raw, Struct, field

from lineproof.events.instant import parse_instant

__all__ = ["Dataset", "Event", "EventKind", "EventType", "Facets", "InvalidEventError", "Job", "Run", "parse_event"]

Facets = dict[str, Raw]
"""Facet key to the facet's JSON text."""

EventType = Literal["START", "RUNNING", "COMPLETE", "FAIL", "ABORT", "OTHER"]


class EventKind(StrEnum):
    """What an event is about."""

    RUN = "RunEvent"
    JOB = "JobEvent"
    DATASET = "DatasetEvent"


class Dataset(Struct, frozen=True, gc=False):
    """A dataset as an event mentions it."""

    namespace: str
    name: str
    facets: Facets | None = None
    input_facets: Facets | None = field(default=None, name="inputFacets")
    output_facets: Facets | None = field(default=None, name="outputFacets")


class Job(Struct, frozen=True, gc=False):
    """A job as an event mentions it."""

    namespace: str
    name: str
    facets: Facets | None = None


class Run(Struct, frozen=True, gc=False):
    """A run as an event mentions it. Its id is a string: not every producer sends a UUID."""

    run_id: str = field(name="runId")
    facets: Facets | None = None


class _Shell(Struct, frozen=True, gc=False):
    event_time: str = field(name="eventTime")
    producer: str
    schema_url: str | None = field(default=None, name="schemaURL")
    event_type: EventType | None = field(default=None, name="eventType")
    run: Run | None = None
    job: Job | None = None
    dataset: Dataset | None = None
    inputs: list[Dataset] | None = None
    outputs: list[Dataset] | None = None


class Event(Struct, frozen=True, gc=False):
    """One event. Strings and facets are shielded: as the database can hold them (`lineproof.events.shield`)."""

    kind: EventKind
    event_time: datetime
    zoneless: bool
    producer: str
    event_type: EventType | None
    run: Run | None
    job: Job | None
    dataset: Dataset | None
    inputs: list[Dataset]
    outputs: list[Dataset]


class InvalidEventError(ValueError):
    """This is no OpenLineage event; `pointer` is the JSON pointer of where it fails, `reason` says why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"{pointer or '(whole)'}: {reason}")
        self.pointer = pointer
        self.reason = reason


_DECODER: Final = msgspec.json.Decoder(_Shell)
_WHERE: Final = re.compile(r" - at `\$(.*)`$", re.DOTALL)
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")
_KINDS: Final = {str(kind): kind for kind in EventKind}
_REQUIRED: Final = {
    EventKind.RUN: ("run", "job"),
    EventKind.JOB: ("job",),
    EventKind.DATASET: ("dataset",),
}


def _invalid(exc: msgspec.MsgspecError) -> InvalidEventError:
    message = str(exc)
    where = _WHERE.search(message)
    path = where[1] if where else ""
    pointer = "".join(f"/{name or index}" for name, index in _STEP.findall(path))
    return InvalidEventError(pointer, message[: where.start()] if where else message)


def _kind(shell: _Shell) -> EventKind:
    if shell.schema_url is not None:
        named = _KINDS.get(shell.schema_url.rpartition("/")[2])
        if named is not None:
            return named
    if shell.run is not None:
        return EventKind.RUN
    if shell.dataset is not None:
        return EventKind.DATASET
    if shell.job is not None:
        return EventKind.JOB
    raise InvalidEventError("", "has neither run, job nor dataset")


def parse_event(shielded: bytes) -> Event:
    """The event in shielded JSON text of one object.

    Raises:
        InvalidEventError: it is not one.
    """
    try:
        shell = _DECODER.decode(shielded)
    except msgspec.MsgspecError as exc:
        raise _invalid(exc) from exc
    except RecursionError as exc:
        raise InvalidEventError("", "nests too deep") from exc
    kind = _kind(shell)
    for name in _REQUIRED[kind]:
        if getattr(shell, name) is None:
            raise InvalidEventError(f"/{name}", f"a {kind} needs it")
    try:
        at, zoneless = parse_instant(shell.event_time)
    except ValueError as exc:
        raise InvalidEventError("/eventTime", str(exc)) from exc
    return Event(
        kind=kind,
        event_time=at,
        zoneless=zoneless,
        producer=shell.producer,
        event_type=shell.event_type,
        run=shell.run if kind is EventKind.RUN else None,
        job=shell.job if kind is not EventKind.DATASET else None,
        dataset=shell.dataset if kind is EventKind.DATASET else None,
        inputs=shell.inputs or [] if kind is not EventKind.DATASET else [],
        outputs=shell.outputs or [] if kind is not EventKind.DATASET else [],
    )
