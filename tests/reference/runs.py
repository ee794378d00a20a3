"""Jobs, their runs, and the stages that they are in the making of datasets."""

from collections import defaultdict

from reference import lineage
from reference.facets import stands
from reference.heard import Heard, mentions
from reference.names import Names
from reference.rows import Key, Row

TERMINAL = ("COMPLETE", "FAIL", "ABORT")


def jobs(events: list[Heard]) -> dict[Key, Row]:
    seen = defaultdict(list)
    for event in events:
        if event.job is not None:
            seen[event.job].append(event.at)
    return {job: {"first_seen": min(times), "last_seen": max(times)} for job, times in seen.items()}


def runs(events: list[Heard], facets: dict[Key, Row], names: Names) -> dict[Key, Row]:
    grouped = defaultdict(list)
    for event in events:
        if event.run is not None:
            grouped[event.run].append(event)
    return {
        run: {**_run(group), "parent": _parent(stands(facets, "run", run, "parent"), names)}
        for run, group in grouped.items()
    }


def stages(events: list[Heard]) -> dict[Key, Row]:
    """For each dataset and job whose runs wrote it: its newest run there, and when the first wrote."""
    written = defaultdict(list)
    for event in events:
        for mention in mentions(event):
            if event.run is not None and mention.direction == "write":
                written[mention.dataset, event.job].append(event)
    return {key: _stage(group) for key, group in written.items()}


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


def _parent(value: object, names: Names) -> Key | None:
    said = lineage.parent(value)
    return None if said is None else (*names.job(said[:2]), said[2])


def _stage(written: list[Heard]) -> Row:
    newest = max(written, key=lambda event: event.rank)
    return {
        "run": newest.run,
        "run_time": newest.at,
        "run_digest": newest.digest,
        "since": min(event.at for event in written),
    }
