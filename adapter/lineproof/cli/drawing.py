"""What the drawings of a trace have in common, whatever the language."""

from typing import Final, Literal

from lineproof.cli.output import printable
from lineproof.mirror.trace import Link, Node, Trace

__all__ = ["LicenseClass", "license_class", "link_label", "node_lines", "numbered"]

LicenseClass = Literal["unclear", "noncommercial"]

_CLASSES: Final[dict[str | None, LicenseClass]] = {
    "unclear": "unclear",
    "cc_by_nc": "noncommercial",
    "cc_by_nc_nd": "noncommercial",
}


def numbered(found: Trace) -> dict[str, str]:
    """A safe name for each dataset, by its id: n0, n1, … in the order of the trace."""
    return {node.dataset_id: f"n{number}" for number, node in enumerate(found.nodes)}


def node_lines(node: Node) -> list[str]:
    """A dataset's id, then its licence type or that it is dropped; no control characters."""
    return [printable(line) for line in (node.dataset_id, "dropped" if node.dropped else node.license_type) if line]


def link_label(link: Link) -> str:
    """The name of the job, or that two are the same, or nothing; no control characters."""
    return "same as" if link.same_as else printable(link.job.name if link.job else "")


def license_class(node: Node) -> LicenseClass | None:
    """Whether a dataset's licence wants attention, and why."""
    return _CLASSES.get(node.license_type)
