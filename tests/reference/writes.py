"""What was read and written, by which run, job or event."""

from collections import defaultdict
from typing import Any

from reference import lineage
from reference.facets import DEFINITION, stands
from reference.heard import Heard, Mention, mentions
from reference.rows import Key, Row, Tables

MODES = ("unknown", "append", "overwrite")


def reads(events: list[Heard]) -> dict[Key, Row]:
    seen = defaultdict(list)
    for event in events:
        for mention in mentions(event):
            if mention.direction == "read":
                seen[event.via, mention.dataset].append(event.at)
    return {key: {"last_seen": max(times)} for key, times in seen.items()}


def writes(events: list[Heard], tables: Tables) -> dict[Key, Row]:
    """Made of events and of what the tables say of facets, runs and reads."""
    written = defaultdict(list)
    for event in events:
        for mention in mentions(event):
            if mention.direction == "write" or (
                mention.direction is None and lineage.writes(mention.facets["dataset"])
            ):
                written[event.via, mention.dataset].append((event, mention))
    rows = {}
    for (via, dataset), group in written.items():
        entries = _entries([event for event in events if event.via == via], dataset)
        row = _write(group, entries, stands(tables["facet"], "run", via, DEFINITION))
        rows[via, dataset] = {**row, "replaces": _replaces(via, dataset, row, tables)}
    return rows


def _entries(events: list[Heard], dataset: Key) -> list[list[Key]]:
    """What jobs list as sources of the dataset."""
    return [
        [event.names.dataset(source).mapped for source in sources]
        for event in events
        for target, sources in lineage.entries(event.job_facets)
        if sources is not None and event.names.dataset(target).mapped == dataset
    ]


def _write(written: list[tuple[Heard, Mention]], entries: list[list[Key]], definition: Any) -> Row:
    names = written[0][0].names
    facets = [mention.facets["dataset"] for _, mention in written]
    times = [event.at for event, _ in written]

    def mapped(sent: list[Key]) -> list[Key]:
        return [names.dataset(one).mapped for one in sent]

    listed = [mapped(sources) for sources in map(lineage.upstreams, facets) if sources is not None] + entries
    more = {source for one in facets for source in mapped(lineage.columns(one))}
    more |= {source for one in facets for source in mapped(lineage.previous(one))} - {written[0][1].dataset}
    overwritten = any(lineage.change(one) in lineage.REPLACING for one in facets)
    modes = [lineage.write_mode(definition), "overwrite" if overwritten else "unknown"]
    return {
        "job": written[0][0].job,
        "since": min(times),
        "written_at": max(times),
        "mode": max(modes, key=MODES.index),
        "partial": any(mention.named.partition for _, mention in written),
        "said_upstreams": sorted({source for sources in listed for source in sources}) if listed else None,
        "more_upstreams": sorted(more) or None,
        "versions": sorted({version for one in facets for version in lineage.version(one)}) or None,
    }


def _replaces(via: Key, dataset: Key, row: Row, tables: Tables) -> bool:
    is_job_event = via == row["job"]
    is_unfinished = via in tables["run"] and tables["run"][via]["state"] != "COMPLETE"
    named = [*(row["said_upstreams"] or []), *(row["more_upstreams"] or [])]
    reads_itself = (via, dataset) in tables["read"] or dataset in named
    return row["mode"] == "overwrite" and not (is_job_event or is_unfinished or row["partial"] or reads_itself)
