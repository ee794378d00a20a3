"""What one event says of which things: its job, its run, and each dataset as it uses it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from lineproof.events.event import Dataset, EventKind, Facets, Job
from lineproof.events.names import event_key, run_key
from lineproof.events.naming import Mapped, Naming
from lineproof.events.sources import (
    OVERWRITING,
    Named,
    column_sources,
    facet_object,
    lifecycle,
    lineage_entries,
    lineage_sources,
    version,
)
from lineproof.mirror.statement import Statement
from lineproof.mirror.words import Speaker, Word

__all__ = ["Content", "Direction", "Reading", "Use", "read_statement"]

Direction = Literal["read", "write"]

_CONTENT: Final = frozenset(("lifecycleStateChange", "lineage", "columnLineage", "version"))


@dataclass(frozen=True, slots=True)
class Content:
    """What an event says of the content that it writes."""

    overwrites: bool = False
    said: frozenset[bytes] | None = None
    more: frozenset[bytes] = frozenset()
    version: str | None = None


_NOTHING: Final = Content()


@dataclass(slots=True)
class Use:
    """A dataset in an event: under its mapped name and as sent, how it is used, and whether it was dropped."""

    mapped: Mapped
    sent: Named
    direction: Direction | None = None
    dropped: bool = False
    content: Content = _NOTHING


@dataclass(slots=True)
class Reading:
    """An event read under rules of naming.

    Attributes:
        job: key, namespace and name; none of a DatasetEvent.
        run: key; none without a run.
        via: what reads and writes: the run, else the job, else the event itself.
        uses: the datasets, in the order in which they stand, then those that are only named.
        words: the facets that count, in the order in which they stand.
    """

    statement: Statement
    job: tuple[bytes, str, str] | None
    run: bytes | None
    via: bytes
    uses: list[Use]
    words: list[Word]


def read_statement(statement: Statement, naming: Naming) -> Reading:
    """Reads an event once, for loading what it speaks of and for folding it in."""
    event = statement.event
    job = None if event.job is None else naming.job(event.job.namespace, event.job.name)
    run = None if job is None or event.run is None else run_key(job[0], event.run.run_id)
    via = run or (job[0] if job else event_key(statement.digest, statement.envelope.authority))
    speaker = Speaker(statement.envelope.authority)
    reader = _Reader(naming, speaker, via)
    if event.kind is EventKind.DATASET:
        if event.dataset is not None:
            reader.described(event.dataset)
    elif job is not None and event.job is not None:
        speaker.say("job", job[0], None, event.job.facets)
        if run is not None and event.run is not None:
            speaker.say("run", run, None, event.run.facets)
        for dataset in event.inputs:
            reader.read(dataset)
        for dataset in event.outputs:
            reader.written(dataset)
        reader.entries(event.job)
    return Reading(statement, job, run, via, reader.uses + reader.named, speaker.words)


class _Reader:
    def __init__(self, naming: Naming, speaker: Speaker, via: bytes) -> None:
        self._naming = naming
        self._speaker = speaker
        self._via = via
        self.uses: list[Use] = []
        self.named: list[Use] = []

    def read(self, dataset: Dataset) -> None:
        use = self._use(dataset, "read")
        if (raw := _raw(dataset.facets, "lifecycleStateChange")) is not None:
            change = lifecycle(facet_object(raw))
            use.dropped = change is not None and change.change == "DROP"

    def described(self, dataset: Dataset) -> None:
        use = self._use(dataset, None)
        self._content(use, dataset.facets)
        if use.content.overwrites or use.content.said is not None or use.content.more:
            use.direction = "write"

    def written(self, dataset: Dataset) -> None:
        self._content(self._use(dataset, "write"), dataset.facets)

    def entries(self, job: Job) -> None:
        raw = _raw(job.facets, "lineage")
        if raw is None:
            return
        for target, sources in lineage_entries(facet_object(raw)):
            use = self._name(target)
            use.direction = "write"
            use.content = Content(said=None if sources is None else self._keys(sources))

    def _use(self, dataset: Dataset, direction: Direction | None) -> Use:
        sent = Named(dataset.namespace, dataset.name)
        use = Use(self._naming.dataset(dataset.namespace, dataset.name), sent, direction)
        self.uses.append(use)
        self._speaker.say("dataset", use.mapped.key, None, dataset.facets)
        if direction is not None:
            self._speaker.say("input", use.mapped.key, self._via, dataset.input_facets)
            self._speaker.say("output", use.mapped.key, self._via, dataset.output_facets)
        return use

    def _name(self, named: Named) -> Use:
        use = Use(self._naming.dataset(*named), named)
        self.named.append(use)
        return use

    def _keys(self, sources: Iterable[Named]) -> frozenset[bytes]:
        return frozenset(self._name(source).mapped.key for source in dict.fromkeys(sources))

    def _content(self, use: Use, facets: Facets | None) -> None:
        if not facets or _CONTENT.isdisjoint(facets):
            return
        change = lifecycle(facet_object(_raw(facets, "lifecycleStateChange")))
        sources = lineage_sources(facet_object(_raw(facets, "lineage")))
        columns = column_sources(facet_object(_raw(facets, "columnLineage")))
        said = None if sources is None else self._keys(sources)
        more = self._keys(columns)
        if change is not None and change.previous is not None:
            previous = self._name(change.previous)
            # within one dataset, from a partition to another, nothing goes
            if previous.mapped.key != use.mapped.key:
                previous.dropped = True
                more |= {previous.mapped.key}
        overwrites = change is not None and change.change in OVERWRITING
        use.dropped = change is not None and change.change == "DROP"
        use.content = Content(overwrites, said, more, version(facet_object(_raw(facets, "version"))))


def _raw(facets: Facets | None, name: str) -> bytes | None:
    raw = facets.get(name) if facets else None
    return None if raw is None else bytes(raw)
