"""Mermaid's flowcharts, read back line by line with a grammar narrower than Mermaid's own."""

import re
from typing import NamedTuple

from hypothesis import given

from lineproof.cli.drawing import link_label, node_lines
from lineproof.cli.mermaid import to_mermaid
from lineproof.mirror.trace import Job, Link, Node, Trace
from traces import traces

TEXT = r"((?:[^\W_]|(?<=[^\W_])[_ /-](?=[^\W_])|#\d+;|<br/>)*)"
"""Letters and digits, few signs between two of them, entities: nothing that Mermaid, Markdown or HTML would take up."""
NODE = re.compile(rf'    (n\d+)\["{TEXT}"\]')
LINK = re.compile(rf'    (n\d+) (-->|-\.-)(?:\|"{TEXT}"\|)? (n\d+)')
STYLE = re.compile(r"    classDef ([a-z]+) [a-z0-9:#,\- ]+")
STYLED = re.compile(r"    class (n\d+(?:,n\d+)*) ([a-z]+)")


class Chart(NamedTuple):
    nodes: dict[str, str]
    links: list[tuple[str, str, str, str]]
    styled: dict[str, list[str]]


def read(chart: str) -> Chart:
    head, *lines = chart.removesuffix("\n").split("\n")
    assert head == "flowchart LR"
    read: Chart = Chart({}, [], {})
    for line in lines:
        if found := NODE.fullmatch(line):
            read.nodes[found[1]] = decoded(found[2])
        elif found := LINK.fullmatch(line):
            read.links.append((found[1], found[2], decoded(found[3] or ""), found[4]))
        elif found := STYLED.fullmatch(line):
            read.styled[found[2]] = found[1].split(",")
        else:
            assert STYLE.fullmatch(line), line
    return read


def decoded(text: str) -> str:
    return re.sub(r"#(\d+);", lambda m: chr(int(m[1])), text.replace("<br/>", "\n"))


@given(traces())
def test_any_name_comes_back(found: Trace) -> None:
    chart = read(to_mermaid(found))
    assert list(chart.nodes.values()) == ["\n".join(node_lines(node)) or " " for node in found.nodes]
    assert [label for _, _, label, _ in chart.links] == [link_label(link) for link in found.links]


@given(traces())
def test_links_lead_from_upstream_to_downstream(found: Trace) -> None:
    chart = read(to_mermaid(found))
    ids = dict(zip(chart.nodes, (node.dataset_id for node in found.nodes), strict=True))
    assert [(ids[left], ids[right]) for left, _, _, right in chart.links] == [
        (link.upstream_id, link.dataset_id) for link in found.links
    ]
    assert [arrow == "-.-" for _, arrow, _, _ in chart.links] == [link.same_as for link in found.links]


def test_classes_tell_the_root_what_is_dropped_and_what_wants_attention() -> None:
    types = ("unclear", "cc_by_nc_nd", "cc_by", None)
    nodes = [Node(f"d{i}", "", f"d{i}", i, said is None, said, None, None) for i, said in enumerate(types)]
    assert read(to_mermaid(Trace("d0", "down", None, 3, nodes, [], 0))).styled == {
        "dropped": ["n3"],
        "noncommercial": ["n1"],
        "root": ["n0"],
        "unclear": ["n0"],
    }


def test_it_reads_as_one_would_write_it() -> None:
    raw, out = (Node(f"lake#{name}", "lake", name, 0, name == "out", "cc_by", None, None) for name in ("raw", "out"))
    links = [Link("lake#out", "lake#raw", Job("jobs", "nightly run"), same_as=False)]
    assert to_mermaid(Trace("lake#raw", "down", None, 20, [raw, out], links, 0)).splitlines() == [
        "flowchart LR",
        '    n0["lake#35;raw<br/>cc_by"]',
        '    n1["lake#35;out<br/>dropped"]',
        '    n0 -->|"nightly run"| n1',
        "    classDef dropped stroke-dasharray:5 5",
        "    class n1 dropped",
        "    classDef root stroke-width:3px",
        "    class n0 root",
    ]
