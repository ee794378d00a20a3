"""DOT, read back with a strict reader of the part of the language that is used."""

import html
import re
from typing import NamedTuple

from hypothesis import given

from lineproof.cli.dot import to_dot
from lineproof.cli.drawing import link_label, node_lines
from lineproof.mirror.trace import Job, Link, Node, Trace
from traces import traces

TOKEN = re.compile(r'\s*(?:("(?:[^"\\\n]|\\[\\"n])*")|(->|[][{}=,;])|([A-Za-z_][A-Za-z_0-9]*|\d+))')

Attributes = dict[str, str]


class Graph(NamedTuple):
    nodes: dict[str, Attributes]
    links: list[tuple[str, str, Attributes]]


def tokens(text: str) -> list[str]:
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        assert match, text[at:]
        found.append(match[0].strip())
        at = match.end()
    return found


def read(text: str) -> Graph:
    words = tokens(text)
    assert words[:3] == ["digraph", "lineage", "{"]
    assert words[-1] == "}"
    statements = " \0".join(words[3:-1]).split(" \0;")
    assert statements.pop() == ""
    graph = Graph({}, [])
    for statement in statements:
        keep(graph, statement.strip(" \0").split(" \0"))
    return graph


def keep(graph: Graph, statement: list[str]) -> None:
    match statement:
        case ["rankdir", "=", "LR"] | ["node", *_]:
            return
        case [start, "->", end, *attributes]:
            graph.links.append((start, end, read_attributes(attributes)))
        case [name, *attributes]:
            graph.nodes[name] = read_attributes(attributes)


def read_attributes(words: list[str]) -> Attributes:
    assert not words or (words[0], words[-1]) == ("[", "]")
    given = [words[at : at + 4] for at in range(1, len(words) - 1, 4)]
    assert all(equals == "=" and end in ([], [","], ["]"]) for _, equals, _, *end in given)
    return {name: decoded(value) for name, _, value, *_ in given}


def decoded(value: str) -> str:
    """What Graphviz makes of a value: signs of its own for a line's end, a backslash, a quote; and HTML's entities."""
    bare = value[1:-1] if value.startswith('"') else value
    return html.unescape(re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], bare))


@given(traces())
def test_any_name_comes_back(found: Trace) -> None:
    graph = read(to_dot(found))
    assert [box["label"] for box in graph.nodes.values()] == ["\n".join(node_lines(node)) for node in found.nodes]
    assert [attributes.get("label", "") for _, _, attributes in graph.links] == [
        link_label(link) for link in found.links
    ]


@given(traces())
def test_links_lead_from_upstream_to_downstream(found: Trace) -> None:
    graph = read(to_dot(found))
    ids = dict(zip(graph.nodes, (node.dataset_id for node in found.nodes), strict=True))
    assert [(ids[left], ids[right]) for left, right, _ in graph.links] == [
        (link.upstream_id, link.dataset_id) for link in found.links
    ]


@given(traces())
def test_what_is_dropped_or_the_same_is_dashed(found: Trace) -> None:
    graph = read(to_dot(found))
    assert ["dashed" in box.get("style", "") for box in graph.nodes.values()] == [node.dropped for node in found.nodes]
    assert [attributes.get("style") == "dashed" for _, _, attributes in graph.links] == [
        link.same_as for link in found.links
    ]
    assert ["dir" in attributes for _, _, attributes in graph.links] == [link.same_as for link in found.links]


def test_it_reads_as_one_would_write_it() -> None:
    raw, out = (Node(f"lake#{name}", "lake", name, 0, name == "out", "cc_by_nc", None, None) for name in ("raw", "out"))
    links = [Link("lake#out", "lake#raw", Job("jobs", 'the "nightly"'), same_as=False)]
    assert to_dot(Trace("lake#raw", "down", None, 20, [raw, out], links, 0)).splitlines() == [
        "digraph lineage {",
        "    rankdir=LR;",
        '    node [shape=box, style="filled", fillcolor="white"];',
        r'    n0 [label="lake#raw\ncc_by_nc", fillcolor="#f8d7da", penwidth=3];',
        r'    n1 [label="lake#out\ndropped", style="filled,dashed", fillcolor="#f8d7da"];',
        r'    n0 -> n1 [label="the \"nightly\""];',
        "}",
    ]
