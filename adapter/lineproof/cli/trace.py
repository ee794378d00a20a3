"""`lineproof trace`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import click

from lineproof.cli.dot import to_dot
from lineproof.cli.mermaid import to_mermaid
from lineproof.cli.options import format_option, time_option
from lineproof.cli.output import Record, print_records, print_text, talk, to_json
from lineproof.cli.session import open_ready, reading
from lineproof.cli.tree import Branch, print_tree
from lineproof.mirror.trace import Job, Node, Trace, trace
from lineproof.settings import Settings

__all__ = ["trace_"]


@click.command("trace")
@click.argument("dataset_id", metavar="DATASET")
@click.option("--down/--up", default=True, show_default=True, help="What is made of it, or what it is made of.")
@click.option("--depth", type=click.IntRange(min=1), default=20, show_default=True, help="How many steps at the most.")
@time_option("--at", help="By the content that datasets had then: events up to this event time.")
@format_option("tree", "table", "json", "ndjson", "csv", "mermaid", "dot")
def trace_(dataset_id: str, down: bool, depth: int, at: datetime | None, form: str) -> None:
    """Show what is made of a dataset, or what it is made of.

    DATASET is an id as `list` shows it, or another name of the dataset: a partition's, another spelling, a symlink.
    Each line of the tree has a licence type and the job on the way: `<- JOB` wrote the dataset, `-> JOB` read it.
    Licence types, symlinks, and what is dropped are those of now, with --at too.

    Example: lineproof trace 'lake#raw/orders' --up --at 2026-01-31
    """
    database = open_ready(Settings.load())
    with reading(database) as connection:
        found = trace(connection, dataset_id, direction="down" if down else "up", depth=depth, at=at)
    _print(found, form)
    if found.unfollowed:
        talk(f"{_count(found.unfollowed)} as far as --depth lets see; more may lie behind")


def _count(datasets: int) -> str:
    return "1 dataset is" if datasets == 1 else f"{datasets} datasets are"


def _print(found: Trace, form: str) -> None:
    match form:
        case "tree":
            _print_tree(found)
        case "mermaid":
            print_text(to_mermaid(found))
        case "dot":
            print_text(to_dot(found))
        case "json":
            print_text(to_json(_document(found), indent=2) + "\n")
        case "table":
            print_records(_lines(found), form)
        case _:
            print_records([_row(node) for node in found.nodes], form)


def _document(found: Trace) -> Record:
    return {
        "dataset_id": found.root,
        "direction": found.direction,
        "at": found.at,
        "depth": found.depth,
        "datasets": [_row(node) for node in found.nodes],
        "links": [{**link._asdict(), "job": _job(link.job)} for link in found.links],
    }


def _row(node: Node) -> Record:
    return {**node._asdict(), "via": [_job(job) for job in node.via]}


def _job(job: Job | None) -> Record | None:
    return None if job is None else job._asdict()


def _lines(found: Trace) -> list[Record]:
    same = defaultdict(list)
    for link in found.links:
        if link.same_as:
            same[link.dataset_id].append(link.upstream_id)
            same[link.upstream_id].append(link.dataset_id)
    return [
        {
            "dataset_id": node.dataset_id,
            "steps": node.depth,
            "license_type": _license(node),
            "by": _listed([*(job.name for job in node.via), *(f"same as {other}" for other in same[node.dataset_id])]),
        }
        for node in found.nodes
    ]


def _license(node: Node) -> str:
    return "dropped" if node.dropped else node.license_type or ""


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))


def _print_tree(found: Trace) -> None:
    nodes = {node.dataset_id: node for node in found.nodes}
    notes = _notes(found)

    def below(dataset: str, above: str | None) -> list[Branch[str]]:
        return [
            _branch(nodes[other], _listed(said))
            for other, said in sorted(notes[dataset].items())
            if other != above or said != [f"same as {dataset}"]
        ]

    print_tree(_branch(nodes[found.root]), below)


def _notes(found: Trace) -> dict[str, dict[str, list[str]]]:
    """For each dataset those that stand below it, and what is to be said there."""
    notes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    arrow = "->" if found.direction == "up" else "<-"
    for link in found.links:
        near, far = link.step(found.direction)
        if link.same_as:
            notes[near][far].append(f"same as {near}")
            notes[far][near].append(f"same as {far}")
        else:
            notes[near][far] += [f"{arrow} {link.job.name}"] if link.job else []
    return notes


def _branch(node: Node, note: str = "") -> Branch[str]:
    return Branch(node.dataset_id, node.dataset_id, _license(node), note)
