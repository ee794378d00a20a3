"""The mirror once more, slow and obvious: what a log's events say, on plain dictionaries.

It is written from the design alone. It knows no keys, batches, cursors or shields: things are known by their names,
and each table is made from all events at once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from reference.content import edges
from reference.datasets import aliases, datasets
from reference.facets import AUTHORITIES, facets
from reference.heard import Heard, Said, hear
from reference.lineage import saying
from reference.names import BUILT_IN, Names, names_of
from reference.rows import Key, Row, Tables, canonical
from reference.runs import jobs, runs, stages
from reference.writes import reads, writes

__all__ = ["AUTHORITIES", "mirror"]

AHEAD = timedelta(days=1)


def mirror(log: Iterable[Said], received_at: datetime) -> Tables:
    """The tables that the log makes, in whatever order it came, all of it received at one time."""
    heard = {(one.digest, one.authority): hear(one) for one in log}
    early = {identity for identity, event in heard.items() if event.at > received_at + AHEAD}
    sent = [event for identity, event in heard.items() if identity not in early]
    naming, names = _naming(sent)
    events = [event._replace(names=names) for event in sent]
    tables: Tables = {"naming": naming, "job": jobs(events), "dataset": datasets(events), "facet": facets(events)}
    tables["record"] = {dataset: {} for dataset, row in tables["dataset"].items() if not row["dropped"]}
    tables["alias"] = aliases(events, tables["facet"], names)
    tables["run"] = runs(events, tables["facet"], names)
    tables["stage"] = stages(events)
    tables["read"] = reads(events)
    tables["write"] = writes(events, tables)
    tables["edge"] = edges(tables)
    tables["unprojected"] = {identity: {} for identity in early}
    return tables


def _naming(events: list[Heard]) -> tuple[dict[Key, Row], Names]:
    """The newest rules of a steward, and what they make of names; without any the built-in ones."""
    said = [
        (event.rank, event.job_facets["lineproof_naming"])
        for event in events
        if event.authority == "steward" and (event.job_facets or {}).get("lineproof_naming") is not None
    ]
    (at, digest), value = max(said, key=lambda one: one[0], default=((None, None), None))
    rules = saying(value)
    if rules is None:
        return {}, BUILT_IN
    return {(): {"event_time": at, "digest": digest, "rules": canonical(rules)}}, names_of(rules)
