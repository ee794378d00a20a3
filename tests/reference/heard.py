"""Events as the reference hears them: who said what, and when, read with nothing but a JSON parser."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from reference.lineage import entries
from reference.names import BUILT_IN, Named, Names
from reference.rows import Key

KINDS = ("RunEvent", "JobEvent", "DatasetEvent")
BLANKS = b" \t\r\n"


class Said(NamedTuple):
    """The bytes of an event, and with which authority they were said."""

    payload: bytes
    authority: str = "producer"

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.payload.strip(BLANKS)).digest()


class Heard(NamedTuple):
    """What was said, read; its things go by the names that they are mapped to."""

    at: datetime
    digest: bytes
    authority: str
    zoneless: bool
    kind: str
    body: dict[str, Any]
    names: Names = BUILT_IN

    @property
    def rank(self) -> tuple[datetime, bytes]:
        return self.at, self.digest

    @property
    def type(self) -> str:
        return self.body.get("eventType") or "OTHER"

    @property
    def job(self) -> Key | None:
        return None if self.kind == "DatasetEvent" else self.names.job(_name(self.body["job"]))

    @property
    def run(self) -> Key | None:
        return None if self.kind != "RunEvent" or self.job is None else (*self.job, self.body["run"]["runId"])

    @property
    def via(self) -> Key:
        """What reads and writes: the run, of a JobEvent the job, of a DatasetEvent the event itself."""
        return self.run or self.job or (self.digest, self.authority)

    @property
    def job_facets(self) -> Any:
        return None if self.kind == "DatasetEvent" else self.body["job"].get("facets")


class Mention(NamedTuple):
    """A dataset in an event: how it is used there, if at all, and its facets by slot."""

    named: Named
    direction: str | None
    facets: dict[str, Any]

    @property
    def dataset(self) -> Key:
        return self.named.mapped


def hear(said: Said) -> Heard:
    body = json.loads(said.payload)
    zoneless = datetime.fromisoformat(body["eventTime"]).tzinfo is None
    return Heard(instant(body["eventTime"]), said.digest, said.authority, zoneless, _kind(body), body)


def _kind(body: dict[str, Any]) -> str:
    said = (body.get("schemaURL") or "").rpartition("/")[2]
    if said in KINDS:
        return str(said)
    if body.get("run") is not None:
        return "RunEvent"
    return "JobEvent" if body.get("dataset") is None else "DatasetEvent"


def _name(thing: dict[str, Any]) -> Key:
    return thing["namespace"], thing["name"]


def mentions(event: Heard) -> Iterator[Mention]:
    def named(thing: dict[str, Any]) -> Named:
        return event.names.dataset(_name(thing))

    if event.kind == "DatasetEvent":
        dataset = event.body["dataset"]
        yield Mention(named(dataset), None, {"dataset": dataset.get("facets")})
        return
    for read in event.body.get("inputs") or []:
        yield Mention(named(read), "read", {"dataset": read.get("facets"), "input": read.get("inputFacets")})
    for written in event.body.get("outputs") or []:
        slots = {"dataset": written.get("facets"), "output": written.get("outputFacets")}
        yield Mention(named(written), "write", slots)
    for target, _ in entries(event.job_facets):
        yield Mention(event.names.dataset(target), "write", {"dataset": None})


def instant(text: str) -> datetime:
    """A time of an event; without a zone it is UTC."""
    time = datetime.fromisoformat(text)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
