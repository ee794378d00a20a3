"""What a dataset is made of, or what is made of it: the closure with names, licence types and jobs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from lineproof.events.shield import unshield
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import local_namespace
from lineproof.mirror.closure import Closure, Direction, closure
from lineproof.mirror.closure import Link as KeyLink
from lineproof.mirror.finding import find_dataset
from lineproof.mirror.identifier import dataset_id as to_id
from lineproof_sql import query

__all__ = ["Direction", "Job", "Link", "Node", "Trace", "trace"]


class Job(NamedTuple):
    """A job by its name."""

    namespace: str
    name: str


class Link(NamedTuple):
    """That one dataset is made of another, by a job or by nobody's; or that symlinks say both are the same."""

    dataset_id: str
    upstream_id: str
    job: Job | None
    same_as: bool

    def step(self, direction: Direction) -> tuple[str, str]:
        """From which dataset it leads to which, gone in a direction."""
        return (self.dataset_id, self.upstream_id) if direction == "up" else (self.upstream_id, self.dataset_id)


class Node(NamedTuple):
    """A dataset that is reached.

    Its depth is how many steps it is away; whether it is dropped, and what its record says of licences (None: there
    is no record), is as of now; `via` are the jobs that link it to datasets one step nearer to the root.
    """

    dataset_id: str
    namespace: str
    name: str
    depth: int
    dropped: bool
    license_type: str | None
    license_status: str | None
    compliance_status: str | None
    via: tuple[Job, ...] = ()


class Trace(NamedTuple):
    """All that is reached from `root`, the root first and the nearest next, and the links between them.

    `unfollowed` is how many of these datasets lead on to others that lie further away than `depth`.
    """

    root: str
    direction: Direction
    at: datetime | None
    depth: int
    nodes: list[Node]
    links: list[Link]
    unfollowed: int


def trace(
    connection: Connection, dataset_id: str, *, direction: Direction, depth: int, at: datetime | None = None
) -> Trace:
    """Follows the lineage of a dataset, known by its id or by another name of it.

    Args:
        connection: acts as a reader.
        dataset_id: as `get_record` takes it.
        direction: `up` to what it is made of, `down` to what is made of it.
        depth: how many steps at the most.
        at: event time, for the content that datasets had then; None is now.

    Raises:
        NotFoundError: no dataset has that name.
    """
    root = find_dataset(connection, dataset_id)
    # one step more than asked for, to see who leads on
    found = closure(connection, [root], direction=direction, depth=depth + 1, at=at)
    depths = {key: steps for key, steps in found.reached if steps <= depth}
    nodes = _nodes(connection, depths)
    ids = {key: node.dataset_id for key, node in nodes.items()}
    links = _links(found, ids, _jobs(connection, found.links))
    via = _via(links, {node.dataset_id: node.depth for node in nodes.values()}, direction)
    return Trace(
        root=ids[root],
        direction=direction,
        at=at,
        depth=depth,
        nodes=sorted(
            (node._replace(via=tuple(sorted(via[node.dataset_id]))) for node in nodes.values()),
            key=lambda node: (node.depth, node.dataset_id != ids[root], node.dataset_id),
        ),
        links=links,
        unfollowed=_unfollowed(found, depths),
    )


def _nodes(connection: Connection, depths: Mapping[bytes, int]) -> dict[bytes, Node]:
    local = local_namespace(connection)
    nodes = {}
    for key, *values in connection.execute(query("list_reached"), [list(depths)], binary=True):
        namespace, name, *known = map(_sent, values)
        nodes[key] = Node(to_id(namespace, name, local=local), namespace, name, depths[key], *known)
    return nodes


def _sent(value: Any) -> Any:
    return unshield(value) if isinstance(value, str) else value


def _jobs(connection: Connection, links: Iterable[KeyLink]) -> dict[bytes | None, Job]:
    wanted = list({link.job_key for link in links if link.job_key})
    rows = connection.execute(query("list_job_names"), [wanted], binary=True)
    return {key: Job(unshield(namespace), unshield(name)) for key, namespace, name in rows}


def _links(found: Closure, ids: Mapping[bytes, str], jobs: Mapping[bytes | None, Job]) -> list[Link]:
    links = []
    for dataset_key, upstream_key, job_key in found.links:
        if dataset_key in ids and upstream_key in ids:
            dataset, upstream = ids[dataset_key], ids[upstream_key]
            if job_key is None:
                dataset, upstream = sorted((dataset, upstream))
            links.append(Link(dataset, upstream, jobs.get(job_key), job_key is None))
    return sorted(links, key=lambda link: (link.dataset_id, link.upstream_id, link.same_as, link.job or ()))


def _via(links: Iterable[Link], depths: Mapping[str, int], direction: Direction) -> Mapping[str, set[Job]]:
    via: dict[str, set[Job]] = defaultdict(set)
    for link in links:
        near, far = link.step(direction)
        if link.job is not None and depths[far] == depths[near] + 1:
            via[far].add(link.job)
    return via


def _unfollowed(found: Closure, depths: Mapping[bytes, int]) -> int:
    ends = ({link.dataset_key, link.upstream_key} & depths.keys() for link in found.links)
    return len({end for inside in ends if len(inside) == 1 for end in inside})
