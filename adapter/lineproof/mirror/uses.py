"""What one event says of which things: its job, its run, and each dataset as it uses it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from lineproof.events.event import Dataset, Event, EventKind, Facets
from lineproof.events.names import event_key, run_key
from lineproof.events.naming import AliasKind, Mapped, Naming
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

__all__ = ["Content", "Direction", "Reading", "Use", "read_statement"]

Direction = Literal["read", "write"]

_CONTENT: Final = frozenset(("lifecycleStateChange", "lineage", "columnLineage", "version"))


@dataclass(slots=True)
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
    content: Content = field(default_factory=Content)
    facets: Facets | None = None
    input_facets: Facets | None = None
    output_facets: Facets | None = None

    @property
    def alias(self) -> AliasKind | None:
        """How the name as sent differs from the mapped one."""
        return self.mapped.kind


@dataclass(slots=True)
class Reading:
    """An event read under rules of naming.

    Attributes:
        job: key, namespace and name; none of a DatasetEvent.
        run: key; none without a run.
        via: what reads and writes: the run, else the job, else the event itself.
        uses: the datasets, in the order in which they stand, then those that are only named.
    """

    statement: Statement
    job: tuple[bytes, str, str] | None
    run: bytes | None
    via: bytes
    uses: list[Use]


def read_statement(statement: Statement, naming: Naming) -> Reading:
    """Reads an event once, for loading what it speaks of and for folding it in."""
    event = statement.event
    job = None if event.job is None else naming.job(event.job.namespace, event.job.name)
    run = None if job is None or event.run is None else run_key(job[0], event.run.run_id)
    via = run or (job[0] if job else event_key(statement.digest, statement.envelope.authority))
    reader = _Reader(naming)
    if event.kind is EventKind.DATASET:
        if event.dataset is not None:
            reader.described(event.dataset)
    else:
        for dataset in event.inputs:
            reader.read(dataset)
        for dataset in event.outputs:
            reader.written(dataset)
        reader.entries(event)
    return Reading(statement, job, run, via, reader.uses + reader.named)


class _Reader:
    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self.uses: list[Use] = []
        self.named: list[Use] = []

    def read(self, dataset: Dataset) -> None:
        use = self._use(dataset, "read")
        if (raw := _raw(dataset.facets, "lifecycleStateChange")) is not None:
            change = lifecycle(facet_object(raw))
            use.dropped = change is not None and change.change == "DROP"

    def described(self, dataset: Dataset) -> None:
        self._content(self._use(dataset, None), only_if_said=True)

    def written(self, dataset: Dataset) -> None:
        self._content(self._use(dataset, "write"), only_if_said=False)

    def entries(self, event: Event) -> None:
        raw = _raw(event.job.facets, "lineage") if event.job is not None else None
        if raw is None:
            return
        for target, sources in lineage_entries(facet_object(raw)):
            use = self._name(target)
            use.direction = "write"
            use.content = Content(said=self._keys(sources))

    def _use(self, dataset: Dataset, direction: Direction | None) -> Use:
        sent = Named(dataset.namespace, dataset.name)
        use = Use(
            self._naming.dataset(*sent),
            sent,
            direction,
            facets=dataset.facets,
            input_facets=dataset.input_facets,
            output_facets=dataset.output_facets,
        )
        self.uses.append(use)
        return use

    def _name(self, named: Named) -> Use:
        use = Use(self._naming.dataset(*named), named)
        self.named.append(use)
        return use

    def _keys(self, sources: Iterable[Named]) -> frozenset[bytes]:
        return frozenset(self._name(source).mapped.key for source in dict.fromkeys(sources))

    def _content(self, use: Use, *, only_if_said: bool) -> None:
        facets = use.facets
        if not facets or _CONTENT.isdisjoint(facets):
            return
        change = lifecycle(facet_object(_raw(facets, "lifecycleStateChange")))
        sources = lineage_sources(facet_object(_raw(facets, "lineage")))
        columns = column_sources(facet_object(_raw(facets, "columnLineage")))
        said = None if sources is None else self._keys(sources)
        more = self._keys(columns)
        if change is not None and change.previous is not None:
            previous = self._name(change.previous)
            previous.dropped = True
            more |= {previous.mapped.key}
        overwrites = change is not None and change.change in OVERWRITING
        use.dropped = change is not None and change.change == "DROP"
        use.content = Content(overwrites, said, more, version(facet_object(_raw(facets, "version"))))
        if only_if_said and (overwrites or said is not None or more):
            use.direction = "write"


def _raw(facets: Facets | None, name: str) -> bytes | None:
    raw = facets.get(name) if facets else None
    return None if raw is None else bytes(raw)
