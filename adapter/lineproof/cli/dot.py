"""A trace as a graph in Graphviz's language DOT."""

from typing import Final

from lineproof.cli.drawing import license_class, link_label, node_lines, numbered
from lineproof.mirror.trace import Link, Node, Trace

__all__ = ["to_dot"]

_FILLS: Final = {"unclear": "#fff3cd", "noncommercial": "#f8d7da", None: "white"}
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def to_dot(found: Trace) -> str:
    """Upstream left, downstream right; datasets as boxes, jobs at the arrows, dashed what is dropped or the same."""
    names = numbered(found)
    lines = ["digraph lineage {", "    rankdir=LR;", '    node [shape=box, style="filled", fillcolor="white"];']
    lines += [f"    {names[node.dataset_id]} [{_node(node, found.root)}];" for node in found.nodes]
    lines += [f"    {names[link.upstream_id]} -> {names[link.dataset_id]}{_link(link)};" for link in found.links]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(*lines: str) -> str:
    return '"' + "\\n".join(line.translate(_ESCAPES) for line in lines) + '"'


def _node(node: Node, root: str) -> str:
    attributes = [f"label={_quoted(*node_lines(node))}"]
    if node.dropped:
        attributes.append('style="filled,dashed"')
    if license_class(node):
        attributes.append(f'fillcolor="{_FILLS[license_class(node)]}"')
    if node.dataset_id == root:
        attributes.append("penwidth=3")
    return ", ".join(attributes)


def _link(link: Link) -> str:
    label = link_label(link)
    attributes = [f"label={_quoted(label)}"] * bool(label) + ["style=dashed", "dir=none"] * link.same_as
    return f" [{', '.join(attributes)}]" if attributes else ""
