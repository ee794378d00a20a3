"""Closures in a graph as large as a warehouse's: 100,000 datasets with --full, 5,000 without."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
import pytest

import servers
from benchmarks.closure import DEPTH, DIRECTIONS, report
from benchmarks.lineage import FULL, QUICK, RUNS, Graph, dataset_key, draw, lay, ran_at
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.mirror.closure import Closure, Direction, Link, closure

DOMAINS = range(len(FULL))
Edges = Mapping[int, set[int]]


class Laid(NamedTuple):
    """A graph, and the database it is in."""

    graph: Graph
    database: Database


@pytest.fixture(scope="module")
def laid(server: str, admin: psycopg.Connection[Any], template: str, full: bool) -> Iterator[Laid]:
    graph = draw(FULL if full else QUICK)
    with servers.copied(server, admin, template) as database:
        with psycopg.connect(database.conninfo(), autocommit=True) as superuser:
            lay(superuser, graph)
        yield Laid(graph, database)


@pytest.fixture(scope="module")
def connection(laid: Laid) -> Iterator[Connection]:
    with connect(laid.database, Role.READER, autocommit=True) as connection:
        yield connection


def searched(edges: Edges, root: int, depth: int) -> dict[int, int]:
    """Breadth first, as one would on paper."""
    found = {root: 0}
    level = [root]
    for step in range(1, depth + 1):
        level = [end for one in level for end in edges.get(one, ()) if end not in found]
        found |= dict.fromkeys(level, step)
    return found


def turned(edges: Edges) -> Edges:
    found: dict[int, set[int]] = defaultdict(set)
    for end, starts in edges.items():
        for start in starts:
            found[start].add(end)
    return found


def linked(upstreams: Edges, direction: Direction, found: Mapping[int, int], depth: int) -> set[tuple[bytes, bytes]]:
    """The edges that lead on from what is less than `depth` steps away."""
    edges = upstreams if direction == "up" else turned(upstreams)
    pairs = ((one, end) for one, step in found.items() if step < depth for end in edges.get(one, ()))
    ends = (pair if direction == "up" else pair[::-1] for pair in pairs)
    return {(dataset_key(dataset), dataset_key(upstream)) for dataset, upstream in ends}


def agree(found: Closure, upstreams: Edges, root: int, direction: Direction, depth: int) -> None:
    edges = upstreams if direction == "up" else turned(upstreams)
    expected = searched(edges, root, depth)
    assert len(found.reached) == len(expected)
    assert dict(found.reached) == {dataset_key(one): step for one, step in expected.items()}
    assert [one.depth for one in found.reached] == sorted(one.depth for one in found.reached)
    assert len(found.links) == len(set(found.links))
    assert {link[:2] for link in found.links} == linked(upstreams, direction, expected, depth)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_reached_is_what_a_plain_search_finds(
    laid: Laid, connection: Connection, direction: Direction, domain: int
) -> None:
    root = laid.graph.last(domain) if direction == "up" else laid.graph.first(domain)
    upstreams = laid.graph.upstreams()
    for depth in (0, 1, DEPTH):
        found = closure(connection, [dataset_key(root)], direction=direction, depth=depth)
        agree(found, upstreams, root, direction, depth)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("number", range(RUNS))
def test_what_was_reached_then_is_what_a_plain_search_finds(
    laid: Laid, connection: Connection, direction: Direction, number: int
) -> None:
    root = laid.graph.last(1) if direction == "up" else laid.graph.first(1)
    at: datetime = ran_at(number)
    found = closure(connection, [dataset_key(root)], direction=direction, depth=DEPTH, at=at)
    agree(found, laid.graph.upstreams(number), root, direction, DEPTH)


def test_before_the_first_run_nothing_came_of_anything(laid: Laid, connection: Connection) -> None:
    root = dataset_key(laid.graph.last(0))
    found = closure(connection, [root], direction="up", depth=DEPTH, at=datetime.fromisoformat("2025-12-31T00:00:00Z"))
    assert found == ([(root, 0)], [])


def test_symlinks_join_graphs_without_a_step(laid: Laid) -> None:
    """The last dataset of one domain is the hub of another by another name."""
    graph = laid.graph
    upper, lower = graph.first(2), graph.last(1)
    twins = dataset_key(upper), dataset_key(lower)
    upstreams = graph.upstreams()
    away = searched(upstreams, graph.last(2), DEPTH + 5)[upper]
    with psycopg.connect(laid.database.conninfo(), options="-c search_path=lineproof_mirror") as superuser:
        superuser.execute("INSERT INTO alias VALUES (%s, %s, 'symlink', 'lake', 'twin')", twins)
        found = closure(superuser, [dataset_key(upper)], direction="down", depth=DEPTH)
        assert Link(min(twins), max(twins), None) in found.links
        assert dict(found.reached)[dataset_key(lower)] == 0
        found = closure(superuser, [dataset_key(graph.last(2))], direction="up", depth=DEPTH + 5)
        reached = dict(found.reached)
        assert reached[twins[0]] == reached[twins[1]] == away
        assert {reached[dataset_key(one)] for one in upstreams[lower]} == {away + 1}
        assert len(found.links) == len(set(found.links))
        superuser.rollback()


def test_a_closure_leaves_the_session_as_it_was(laid: Laid, connection: Connection) -> None:
    with connect(laid.database, Role.READER, autocommit=True) as other:
        before = other.execute("SHOW plan_cache_mode").fetchone()
    closure(connection, [dataset_key(laid.graph.last(2))], direction="up", depth=3)
    assert connection.execute("SHOW plan_cache_mode").fetchone() == before


@pytest.mark.full
def test_answers_are_of_the_sizes_that_are_measured(laid: Laid, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what closures take beside reading what they reach."""
    upstreams = laid.graph.upstreams()
    sizes = [len(searched(upstreams, laid.graph.last(domain), DEPTH)) for domain in DOMAINS]
    assert laid.graph.size == 100_000
    assert sizes[0] > 50_000
    assert 4000 < sizes[1] < 6000
    assert 90 < sizes[2] < 150
    with capsys.disabled():
        print(f"\n{report(laid.database, laid.graph)}", end="")  # noqa: T201 - this is what it is for
