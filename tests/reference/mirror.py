"""The mirror once more, slow and obvious: what a log's events say, on plain dictionaries.

It is written from the design alone. It knows no keys, batches, cursors or shields: things are known by their names,
and each table is made from all events at once.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from reference.heard import Heard, Key, Said, hear, mentions

Row = dict[str, Any]
Tables = dict[str, dict[Key, Row]]
"""Table to what a row is known by to the row's other columns."""

AUTHORITIES = ("producer", "auditor", "steward")
TERMINAL = ("COMPLETE", "FAIL", "ABORT")
AHEAD = timedelta(days=1)


def mirror(log: Iterable[Said], received_at: datetime) -> Tables:
    """The tables that the log makes, in whatever order it came, all of it received at one time."""
    heard = {(one.digest, one.authority): hear(one) for one in log}
    early = {identity for identity, event in heard.items() if event.at > received_at + AHEAD}
    events = [event for identity, event in heard.items() if identity not in early]
    facets = _facets(events)
    return {
        "job": _jobs(events),
        "run": _runs(events),
        "dataset": _datasets(events),
        "record": {dataset: {} for dataset in _datasets(events)},
        "run_io": _run_io(events),
        "job_io": _job_io(events),
        "facet": facets,
        "stage": _stages(events, facets),
        "unprojected": {identity: {} for identity in early},
    }


def canonical(value: Any) -> str:
    """JSON text that is equal where JSON is: 1, 1.0 and true differ, the order of properties does not."""
    return json.dumps(value, sort_keys=True)


def _seen(times: Iterable[tuple[Key | None, datetime]]) -> dict[Key, Row]:
    grouped = defaultdict(list)
    for key, at in times:
        if key is not None:
            grouped[key].append(at)
    return {key: {"first_seen": min(group), "last_seen": max(group)} for key, group in grouped.items()}


def _jobs(events: list[Heard]) -> dict[Key, Row]:
    return _seen((event.job, event.at) for event in events)


def _datasets(events: list[Heard]) -> dict[Key, Row]:
    return _seen((mention.dataset, event.at) for event in events for mention in mentions(event))


def _runs(events: list[Heard]) -> dict[Key, Row]:
    grouped = defaultdict(list)
    for event in events:
        if event.run is not None:
            grouped[event.run].append(event)
    return {run: _run(group) for run, group in grouped.items()}


def _run(events: list[Heard]) -> Row:
    ends = [event for event in events if event.type in TERMINAL]
    decides = max(ends or events, key=lambda event: event.rank)
    return {
        "state": decides.type,
        "state_time": decides.at,
        "state_digest": decides.digest,
        "started_at": min((event.at for event in events if event.type == "START"), default=None),
        "ended_at": decides.at if ends else None,
        "first_seen": min(event.at for event in events),
        "last_seen": max(event.at for event in events),
        "zoneless": any(event.zoneless for event in events),
    }


def _run_io(events: list[Heard]) -> dict[Key, Row]:
    return _io((event.run, event) for event in events if event.kind == "RunEvent")


def _job_io(events: list[Heard]) -> dict[Key, Row]:
    return _io((event.job, event) for event in events if event.kind == "JobEvent")


def _io(uses: Iterable[tuple[Key | None, Heard]]) -> dict[Key, Row]:
    seen = _seen(
        ((actor, mention.dataset, mention.direction), event.at) for actor, event in uses for mention in mentions(event)
    )
    return {key: {"last_seen": row["last_seen"]} for key, row in seen.items()}


def _stages(events: list[Heard], facets: dict[Key, Row]) -> dict[Key, Row]:
    """For each dataset and job that wrote it: its newest run there, and the definition that stands of all its runs."""
    writes = defaultdict(list)
    for event in events:
        for mention in mentions(event):
            if event.run is not None and mention.direction == "write":
                writes[mention.dataset, event.job].append(event)
    return {key: _stage(group, facets) for key, group in writes.items()}


def _stage(writes: list[Heard], facets: dict[Key, Row]) -> Row:
    newest = max(writes, key=lambda event: event.rank)
    defined = [
        (AUTHORITIES.index(authority), row["event_time"], row["digest"], row["value"])
        for (slot, entity, _, name, authority), row in facets.items()
        if name == "lineproof_transformation" and slot == "run" and entity in {event.run for event in writes}
        if not row["deleted"]
    ]
    return {
        "run": newest.run,
        "run_time": newest.at,
        "run_digest": newest.digest,
        "definition": max(defined)[-1] if defined else None,
    }


def _facets(events: list[Heard]) -> dict[Key, Row]:
    said = defaultdict(list)
    for event in events:
        for place, (key, value) in enumerate(_stated(event)):
            said[*key, event.authority].append((event.at, event.digest, place, value))
    newest = {key: max(group, key=lambda one: one[:3]) for key, group in said.items()}
    return {
        key: {"event_time": at, "digest": digest, "deleted": _is_deletion(value), "value": canonical(value)}
        for key, (at, digest, _, value) in newest.items()
    }


def _stated(event: Heard) -> Iterator[tuple[Key, Any]]:
    """The facets of an event in the order in which they stand: slot, entity, via, name; and value."""
    for slot, entity, via, facets in _walk(event):
        for name, value in (facets or {}).items():
            if value is not None and (name != "lineproof_conclusion" or event.authority == "auditor"):
                yield (slot, entity, via, name), value


def _walk(event: Heard) -> Iterator[tuple[str, Key, Key | None, Any]]:
    if event.job is not None:
        yield "job", event.job, None, event.body["job"].get("facets")
    if event.run is not None:
        yield "run", event.run, None, event.body["run"].get("facets")
    for mention in mentions(event):
        for slot, facets in mention.facets.items():
            yield slot, mention.dataset, None if slot == "dataset" else event.run or event.job, facets


def _is_deletion(value: Any) -> bool:
    return isinstance(value, dict) and value.get("_deleted") is True
