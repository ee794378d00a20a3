"""The lineage of a dataset as a tree: what it was made of, branch by branch."""

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lineproof.cli.output import printable
from lineproof.mirror.queries import Edge

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

__all__ = ["Node", "print_upstream"]

Node = tuple[str, str]
"""Namespace and name of a dataset."""


def print_upstream(root: Node, edges: Sequence[Edge], beside: Callable[[Node], str]) -> None:
    """Prints a dataset with all that it was made of below it, and the jobs that wrote them.

    Args:
        root: the dataset to begin with.
        edges: which jobs read and wrote what.
        beside: a word to print beside each dataset.
    """
    from rich.console import Console  # noqa: PLC0415 - only a tree needs it
    from rich.tree import Tree  # noqa: PLC0415

    upstream = _Upstream(edges, beside)
    tree = Tree(upstream.label(root), guide_style="dim")
    upstream.grow(tree, root)
    Console(width=None if sys.stdout.isatty() else 4000, highlight=False).print(tree)


class _Upstream:
    def __init__(self, edges: Sequence[Edge], beside: Callable[[Node], str]) -> None:
        self._beside = beside
        self._writers: dict[Node, list[Node]] = defaultdict(list)
        self._reads: dict[Node, list[Node]] = defaultdict(list)
        self._shown: set[Node] = set()
        for edge in edges:
            job, dataset = (edge.job_namespace, edge.job_name), (edge.dataset_namespace, edge.dataset_name)
            if edge.direction == "write":
                self._writers[dataset].append(job)
            else:
                self._reads[job].append(dataset)

    def grow(self, root: "Tree", dataset: Node) -> None:
        # without recursion: foreign lineage may be deeper than Python's stack
        pending = [(root, dataset)]
        self._shown.add(dataset)
        while pending:
            branch, node = pending.pop()
            for parent in self._parents(node):
                again = parent in self._shown
                below = branch.add(self.label(parent, again=again))
                if not again:
                    self._shown.add(parent)
                    pending.append((below, parent))

    def label(self, dataset: Node, *, again: bool = False) -> "Text":
        from rich.text import Text  # noqa: PLC0415

        text = Text.assemble((printable(dataset[1]), "bold"), "  ", printable(self._beside(dataset)))
        jobs = ", ".join(name for _, name in self._writers.get(dataset, ()))
        if again and jobs:
            text.append("  (see above)", "dim")
        elif jobs:
            text.append(f"  <- {printable(jobs)}", "dim")
        return text

    def _parents(self, dataset: Node) -> list[Node]:
        found = (parent for job in self._writers.get(dataset, ()) for parent in self._reads.get(job, ()))
        return list(dict.fromkeys(found))
