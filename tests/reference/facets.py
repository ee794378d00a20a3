"""Facets: of each, and of each authority, the statement of the greatest order."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from reference.heard import Heard, mentions
from reference.lineage import is_deletion
from reference.rows import Key, Row, canonical

AUTHORITIES = ("producer", "auditor", "steward")
RESERVED = {"lineproof_conclusion": "auditor", "lineproof_naming": "steward"}
DEFINITION = "lineproof_transformation"


class Statement(NamedTuple):
    """A facet's value, and when and where it was said."""

    at: datetime
    digest: bytes
    place: int
    value: Any


Statements = dict[Key, Statement]


def facets(events: list[Heard]) -> dict[Key, Row]:
    newest = _newest(events)
    return {
        key: {
            "event_time": said.at,
            "digest": said.digest,
            "deleted": is_deletion(said.value),
            "value": canonical(said.value),
        }
        for key, said in {**newest, **_stages(events, newest)}.items()
    }


def stands(table: dict[Key, Row], slot: str, entity: Key, name: str) -> Any:
    """The value of what stands of a facet, whoever said it; None if nothing does."""
    rows = [table.get((slot, entity, None, name, authority)) for authority in reversed(AUTHORITIES)]
    values = [json.loads(row["value"]) for row in rows if row is not None and not row["deleted"]]
    return values[0] if values else None


def _newest(events: list[Heard]) -> Statements:
    said = defaultdict(list)
    for event in events:
        for place, (key, value) in enumerate(_stated(event)):
            said[*key, event.authority].append(Statement(event.at, event.digest, place, value))
    return {key: _greatest(group) for key, group in said.items()}


def _stages(events: list[Heard], newest: Statements) -> Statements:
    """What the runs that write a dataset say in their definitions, by dataset and job."""
    written = {
        (mention.dataset, event.job, event.run)
        for event in events
        for mention in mentions(event)
        if event.run is not None and mention.direction == "write"
    }
    said = defaultdict(list)
    for dataset, job, run in written:
        for authority in AUTHORITIES:
            key = ("run", run, None, DEFINITION, authority)
            if key in newest:
                said["stage", dataset, job, DEFINITION, authority].append(newest[key])
    return {key: _greatest(group) for key, group in said.items()}


def _greatest(statements: list[Statement]) -> Statement:
    return max(statements, key=lambda said: said[:3])


def _stated(event: Heard) -> Iterator[tuple[Key, Any]]:
    """The facets of an event in the order in which they stand: slot, entity, via, name; and value."""
    for slot, entity, via, said in _walk(event):
        for name, value in (said or {}).items():
            if value is not None and RESERVED.get(name, event.authority) == event.authority:
                yield (slot, entity, via, name), value


def _walk(event: Heard) -> Iterator[tuple[str, Key, Key | None, Any]]:
    if event.job is not None:
        yield "job", event.job, None, event.job_facets
    if event.run is not None:
        yield "run", event.run, None, event.body["run"].get("facets")
    for mention in mentions(event):
        for slot, said in mention.facets.items():
            yield slot, mention.dataset, None if slot == "dataset" else event.via, said
