"""What the demo's events have become: records, trail and lineage."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import click

from lineproof.cli.output import print_records
from lineproof.cli.tree import Branch, print_tree
from lineproof.ledger.connection import Connection
from lineproof.mirror.queries import Edge, Filters, Record, list_edges, list_records, list_trail
from lineproof.pipeline.demo.datasets import NAMESPACE
from lineproof.pipeline.demo.stages import STAGES

__all__ = ["print_landed"]

_Named = tuple[str, str]

_RECORDS, _TRAIL, _TRAIL_SHOWN = 50, 500, 8
_RESULT: Final = STAGES[-1].writes
_SAYS_MOST: Final = {"license": "license_type", "quality": "quality_tier"}
_NOT_AUDITED: Final = {"compliance_status": "unknown"}


def print_landed(connection: Connection, *, heading: Callable[[str], None]) -> None:
    """Prints what is known of the demo's datasets; `heading` prints the line above each part."""
    records = list_records(connection, Filters(namespace=NAMESPACE), limit=_RECORDS)
    heading("Records: what is known of each dataset now")
    print_records(
        records, "table", columns=("dataset_id", "license_type", "quality_tier", "record_count", "source_name")
    )
    click.echo("unclear: nobody has stated a licence, and none is guessed")

    heading(f"Trail: the newest {_TRAIL_SHOWN} material changes of a record, the newest first")
    names = {record["dataset_id"]: record["dataset_name"] for record in records}
    entries = [entry for entry in list_trail(connection, None, limit=_TRAIL) if entry["dataset_id"] in names]
    print_records([_compact(entry, names[entry["dataset_id"]]) for entry in entries[:_TRAIL_SHOWN]], "table")

    heading(f"Lineage: what {_RESULT} was made of, with licence types and the jobs that wrote it")
    types = {record["dataset_name"]: record["license_type"] for record in records}
    _print_upstream((NAMESPACE, _RESULT), list_edges(connection, NAMESPACE), types)


def _print_upstream(root: _Named, edges: Iterable[Edge], types: Mapping[str, str]) -> None:
    writers: dict[_Named, list[_Named]] = defaultdict(list)
    reads: dict[_Named, list[_Named]] = defaultdict(list)
    for edge in edges:
        job, dataset = (edge.job_namespace, edge.job_name), (edge.dataset_namespace, edge.dataset_name)
        if edge.direction == "write":
            writers[dataset].append(job)
        else:
            reads[job].append(dataset)

    def branch(dataset: _Named) -> Branch[_Named]:
        jobs = ", ".join(name for _, name in writers[dataset])
        return Branch(dataset, dataset[1], types.get(dataset[1], "unclear"), f"<- {jobs}" if jobs else "")

    def below(dataset: _Named, _: _Named | None) -> Iterable[Branch[_Named]]:
        return map(branch, dict.fromkeys(source for job in writers[dataset] for source in reads[job]))

    print_tree(branch(root), below)


def _compact(entry: Record, name: str) -> Record:
    old, new = entry["old_value"] or {}, entry["new_value"] or {}
    parts = sorted(part for part in {*old, *new} if new.get(part) != _NOT_AUDITED)
    return {
        "at (UTC)": entry["changed_at"].strftime("%H:%M:%S"),
        "action": entry["action"],
        "dataset": name,
        "what changed": ", ".join(_told(part, new.get(part)) for part in parts),
    }


def _told(part: str, value: Any) -> str:
    now = (value or {}).get(_SAYS_MOST[part]) if part in _SAYS_MOST else None
    return f"{part} {now}" if now else part
