"""Histories in which everything is said that a mirror has to make sense of, by everybody, late and again."""

import json
import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from integration.events import PRODUCER, SCHEMA, START
from lineproof.events.received import Received, receive
from lineproof.ledger.append import append
from lineproof.ledger.connection import Database, Role, connect
from lineproof_facets.registry import FACETS
from lineproof_facets.schemas import example
from reference.events import OTHERS
from reference.heard import Said

Named = dict[str, Any]
Maker = Callable[["_Corner"], Any]

EVENTS_A_CORNER = 200
DROPS = 0.3
AUTHORITIES = (*("producer",) * 8, "steward", "auditor")
KINDS = (*("RunEvent",) * 7, "DatasetEvent", "DatasetEvent", "JobEvent")
TYPES = ("START", "RUNNING", "COMPLETE", "COMPLETE", "FAIL", "ABORT", "OTHER")
CHANGES = ("OVERWRITE", "OVERWRITE", "CREATE", "TRUNCATE", "ALTER", "DROP", "DROP", "RENAME")
STORE = "s3://lake"
PARTS = ("", "", "", "/", "/dt=2026-01-01", "/dt=2026-01-01/hour=3")
HEAD = {"_producer": PRODUCER, "_schemaURL": "https://example.org/facet"}
AHEAD = 1_000 * 365


def mixed(count: int, seed: int) -> list[Said]:
    """So many different events of many small worlds, in no order of time, and a tenth of them said again.

    The worlds are small, so that events contradict one another, and the more of them the longer the history is.
    """
    chance = random.Random(seed)  # noqa: S311 - the same history for the same seed
    corners = [_Corner(chance, number) for number in range(max(1, count // EVENTS_A_CORNER))]
    said: dict[Said, None] = {}
    while len(said) < count:
        payload = json.dumps(chance.choice(corners).event()).encode()
        said[Said(payload, chance.choice(AUTHORITIES))] = None
        if chance.random() < 0.05 and len(said) < count:
            said[Said(payload, chance.choice(AUTHORITIES))] = None
    once = list(said)
    return [one for told in once for one in ([told, chance.choice(once)] if chance.random() < 0.1 else [told])]


def named_anew(case: str, seconds: int) -> Said:
    """A steward's rules of naming, that much newer than the oldest events: the mirror has to be made anew."""
    at = (START + timedelta(seconds=seconds)).isoformat()
    rules = {**HEAD, "rules": [{"namespace": "tests", "partitions": "hive", "case": case}]}
    job = {"namespace": "stewards", "name": "rules", "facets": {"lineproof_naming": rules}}
    event = {"eventTime": at, "producer": PRODUCER, "schemaURL": f"{SCHEMA}JobEvent", "job": job}
    return Said(json.dumps(event).encode(), "steward")


def tell(database: Database, said: Sequence[Said], *, batch: int = 100) -> None:
    """Appends it, in the order in which it was said, and leaves it at that: nothing is numbered or mirrored."""
    with ExitStack() as stack:
        names = sorted({one.authority for one in said})
        speaking = {name: stack.enter_context(connect(database, Role(name))) for name in names}
        for at in range(0, len(said), batch):
            for name, connection in speaking.items():
                append(connection, [_received(one) for one in said[at : at + batch] if one.authority == name])
                connection.commit()


def _received(said: Said) -> Received:
    received = receive(said.payload, max_bytes=len(said.payload))
    assert isinstance(received, Received), received
    return received


class _Corner:
    """A small world of a few jobs and datasets, that knows of its neighbours."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance = chance
        self._number = number

    def event(self) -> dict[str, Any]:
        kind = self.chance.choice(KINDS)
        seconds = self.chance.randrange(60) + (
            30 if kind == "DatasetEvent" else 0
        )  # so that some that were dropped stay so
        at = START + timedelta(seconds=seconds, microseconds=self.chance.choice([0, 1]))
        if self.chance.random() < 0.005:
            at += timedelta(days=AHEAD)
        told = at.isoformat() if self.chance.random() < 0.9 else at.replace(tzinfo=None).isoformat()
        head = {
            "eventTime": told,
            "producer": f"{PRODUCER}/{self.chance.randrange(1000)}",
            "schemaURL": SCHEMA + kind,
        }
        if kind == "DatasetEvent":
            return {**head, "dataset": self.dataset(DROPPED if self.chance.random() < DROPS else WRITTEN)}
        job = {"namespace": "tests", "name": self._name("job", 4), "facets": self._facets(JOB)}
        uses = {
            "inputs": [self.dataset(DATASET, "inputFacets") for _ in range(self.chance.randrange(3))],
            "outputs": [self.dataset(WRITTEN, "outputFacets") for _ in range(self.chance.randrange(3))],
        }
        if kind == "JobEvent":
            return {**head, "job": job, **uses}
        run = {**self.run(), "facets": self._facets(RUN)}
        return {**head, "eventType": self.chance.choice(TYPES), "run": run, "job": job, **uses}

    def dataset(self, makers: dict[str, Maker] | None = None, own: str | None = None) -> Named:
        name = self._name("dataset", 6)
        there = {"namespace": "tests", "name": name}
        if self.chance.random() < 0.4:
            there = {"namespace": STORE, "name": name + self.chance.choice(PARTS)}
        facets = {} if makers is None else {"facets": self._facets(makers)}
        return {**there, **facets} if own is None else {**there, **facets, own: self._facets(OWN[own])}

    def datasets(self) -> list[Named]:
        return [{**self.dataset(), "type": "DATASET"} for _ in range(self.chance.randrange(3))]

    def run(self) -> Named:
        return {"runId": self._name("run", 12)}

    def _name(self, kind: str, most: int) -> str:
        number = self._number if self.chance.random() < 0.95 else max(0, self._number - 1)
        return f"{kind}-{number}-{self.chance.randrange(most)}"

    def _facets(self, makers: dict[str, Maker]) -> dict[str, Any]:
        facets = {}
        few = min(len(makers), self.chance.randrange(3))
        for name in self.chance.sample(sorted(makers), few):
            taken_back = self.chance.random() < 0.15
            facets[name] = {**HEAD, "_deleted": True} if taken_back else {**HEAD, **makers[name](self)}
        return facets


def _some(*values: Any) -> Maker:
    return lambda corner: corner.chance.choice(values)


def _own(name: str) -> Maker:
    written = example(next(made.__name__ for (known, _), made in FACETS.items() if known == name))
    return _some(written, OTHERS.get(name, {"complianceStatus": "needs_review"}))


def _numbered(name: str) -> Maker:
    return lambda corner: {name: corner.chance.randrange(4)}


def _change(corner: _Corner) -> Named:
    return {"lifecycleStateChange": corner.chance.choice(CHANGES), "previousIdentifier": corner.dataset()}


def _columns(corner: _Corner) -> Named:
    return {"fields": {"c": {"inputFields": [{**one, "field": "f"} for one in corner.datasets()]}}}


def _stage(corner: _Corner) -> Named:
    mode = corner.chance.choice(["overwrite", "overwrite", "append", "unknown"])
    return {"stageName": f"stage-{corner.chance.randrange(4)}", "writeMode": mode}


JOB: dict[str, Maker] = {
    "documentation": _numbered("description"),
    "lineage": lambda corner: {"entries": [{**one, "inputs": corner.datasets()} for one in corner.datasets()]},
}
RUN: dict[str, Maker] = {
    "lineproof_transformation": _stage,
    "parent": lambda corner: {"run": corner.run(), "job": {"namespace": "tests", "name": corner.run()["runId"]}},
}
DATASET: dict[str, Maker] = {
    **{name: _own(name) for name in (*OTHERS, "lineproof_conclusion")},
    "schema": _numbered("fields"),
    "symlinks": lambda corner: {"identifiers": [{**one, "type": "TABLE"} for one in corner.datasets()]},
}
WRITTEN: dict[str, Maker] = {
    **DATASET,
    "columnLineage": _columns,
    "lifecycleStateChange": _change,
    "lineage": lambda corner: {"inputs": corner.datasets()},
    "version": _some({"datasetVersion": "1"}, {"datasetVersion": "2"}),
}
DROPPED: dict[str, Maker] = {"lifecycleStateChange": _some({"lifecycleStateChange": "DROP"})}
OWN = {
    "inputFacets": {"inputStatistics": _numbered("rowCount")},
    "outputFacets": {"outputStatistics": _numbered("rowCount")},
}
