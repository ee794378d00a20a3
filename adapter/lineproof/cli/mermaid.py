"""A trace as a Mermaid flowchart."""

import re
from collections import defaultdict
from typing import Final

from lineproof.cli.drawing import license_class, link_label, node_lines, numbered
from lineproof.mirror.trace import Link, Node, Trace

__all__ = ["to_mermaid"]

_STYLES: Final = {
    "unclear": "fill:#fff3cd,stroke:#b58900,color:#222",
    "noncommercial": "fill:#f8d7da,stroke:#b02a37,color:#222",
    "dropped": "stroke-dasharray:5 5",
    "root": "stroke-width:3px",
}
# Letters and digits are safe, and so are a few signs between two of them. Whatever else is there could end a string or
# mean something to Mermaid, to its Markdown or to HTML.
_UNSAFE: Final = re.compile(r"[^\w /-]|(?<![^\W_])[_ /-]|[_ /-](?![^\W_])")
_SPACE: Final = "#32;"  # an empty string would be no label


def to_mermaid(found: Trace) -> str:
    """Upstream left, downstream right; datasets as boxes, jobs at the arrows, dashed what is dropped or the same."""
    names = numbered(found)
    lines = ["flowchart LR"]
    lines += [f'    {names[node.dataset_id]}["{_label(*node_lines(node)) or _SPACE}"]' for node in found.nodes]
    lines += [f"    {_link(link, names)}" for link in found.links]
    lines += [f"    {line}" for line in _classes(found, names)]
    return "\n".join(lines) + "\n"


def _label(*texts: str) -> str:
    return "<br/>".join(_UNSAFE.sub(lambda m: f"#{ord(m[0])};", text) for text in texts)


def _link(link: Link, names: dict[str, str]) -> str:
    label = _label(link_label(link))
    arrow = ("-.-" if link.same_as else "-->") + (f'|"{label}"|' if label else "")
    return f"{names[link.upstream_id]} {arrow} {names[link.dataset_id]}"


def _classes(found: Trace, names: dict[str, str]) -> list[str]:
    members = defaultdict(list)
    for node in found.nodes:
        for style in _styles(node, found.root):
            members[style].append(names[node.dataset_id])
    lines = []
    for style in sorted(members):
        lines += [f"classDef {style} {_STYLES[style]}", f"class {','.join(members[style])} {style}"]
    return lines


def _styles(node: Node, root: str) -> list[str]:
    given = (license_class(node), "dropped" * node.dropped, "root" * (node.dataset_id == root))
    return [style for style in given if style]
