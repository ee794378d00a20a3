"""Datasets: when they were seen, whether they are dropped, and what else they are called."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from reference import lineage
from reference.facets import stands
from reference.heard import Heard, Mention, mentions
from reference.names import Named, Names
from reference.rows import Key, Row


class Sighting(NamedTuple):
    """That a dataset is spoken of, be it that it is dropped."""

    named: Named
    at: datetime
    drops: bool = False


def datasets(events: list[Heard]) -> dict[Key, Row]:
    seen = defaultdict(list)
    for event in events:
        for sighting in _sightings(event):
            seen[sighting.named.mapped].append(sighting)
    return {dataset: _dataset(group) for dataset, group in seen.items()}


def aliases(events: list[Heard], facets: dict[Key, Row], names: Names) -> dict[Key, Row]:
    named = [sighting.named for event in events for sighting in _sightings(event)]
    spelled = {(name.sent, name.mapped, name.alias) for name in named if name.alias is not None}
    linked = {
        (other, dataset, "symlink")
        for dataset in {name.mapped for name in named}
        for identifier in lineage.symlinks(stands(facets, "dataset", dataset, "symlinks"))
        if (other := names.dataset(identifier).mapped) != dataset
    }
    return {key: {} for key in spelled | linked}


def _dataset(sightings: list[Sighting]) -> Row:
    dropped_at = max((seen.at for seen in sightings if seen.drops), default=None)
    alive_at = max((seen.at for seen in sightings if not seen.drops), default=None)
    return {
        "first_seen": min(seen.at for seen in sightings),
        "last_seen": max(seen.at for seen in sightings),
        "dropped_at": dropped_at,
        "alive_at": alive_at,
        "dropped": dropped_at is not None and (alive_at is None or alive_at <= dropped_at),
    }


def _sightings(event: Heard) -> Iterator[Sighting]:
    for mention in mentions(event):
        yield Sighting(mention.named, event.at, drops=lineage.change(mention.facets["dataset"]) == "DROP")
        if mention.direction != "read":
            yield from _named_by(event, mention)
    for _, sources in lineage.entries(event.job_facets):
        for source in sources or []:
            yield Sighting(event.names.dataset(source), event.at)


def _named_by(event: Heard, mention: Mention) -> Iterator[Sighting]:
    """What is only named, as a source or as what a dataset was called before."""
    facets = mention.facets["dataset"]
    for source in [*(lineage.upstreams(facets) or []), *lineage.columns(facets)]:
        yield Sighting(event.names.dataset(source), event.at)
    for former in lineage.previous(facets):
        if event.names.dataset(former).mapped != mention.dataset:
            yield Sighting(event.names.dataset(former), event.at, drops=True)
        else:
            yield Sighting(event.names.dataset(former), event.at)
