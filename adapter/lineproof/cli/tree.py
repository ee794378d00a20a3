"""A graph as a tree: what has been printed once is not gone into again."""

import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

import click

from lineproof.cli.output import print_text, printable

__all__ = ["Below", "Branch", "draw_tree", "print_tree"]

Node = TypeVar("Node", bound=Hashable)


class Branch(NamedTuple, Generic[Node]):
    """A node and what its line says: a name, a word beside it, and a note, such as the jobs that made it."""

    node: Node
    name: str
    beside: str = ""
    note: str = ""


Below = Callable[[Node, Node | None], Iterable[Branch[Node]]]
"""What stands under a node, given the node and the one that it is printed under itself."""


class _Place(NamedTuple, Generic[Node]):
    branch: Branch[Node]
    above: Node | None
    lead: str
    guide: str


def print_tree(root: Branch[Node], below: Below[Node]) -> None:
    """Prints a tree on stdout; bold and dim on a terminal only."""
    text = "".join(f"{line}\n" for line in draw_tree(root, below))
    print_text(text if sys.stdout.isatty() else click.unstyle(text))


def draw_tree(root: Branch[Node], below: Below[Node]) -> Iterator[str]:
    """The lines of a tree, styled, each node after the one it stands under.

    A node that was there before is marked so, and nothing stands under it: cycles end. Foreign lineage may be deeper
    than Python's stack, so nothing here calls itself.
    """
    shown: set[Node] = set()
    pending = [_Place(root, None, "", "")]
    while pending:
        place = pending.pop()
        node = place.branch.node
        again = node in shown
        yield click.style(place.lead, dim=True) * bool(place.lead) + _line(place.branch, again=again)
        if not again:
            shown.add(node)
            pending += reversed(_places(list(below(node, place.above)), node, place.guide))


def _places(branches: list[Branch[Node]], above: Node, guide: str) -> list[_Place[Node]]:
    places = [_Place(branch, above, f"{guide}├── ", f"{guide}│   ") for branch in branches]
    if places:
        places[-1] = places[-1]._replace(lead=f"{guide}└── ", guide=f"{guide}    ")
    return places


def _line(branch: Branch[Node], *, again: bool) -> str:
    note = "  ".join(filter(None, (printable(branch.note), "(see above)" * again)))
    parts = (
        click.style(printable(branch.name), bold=True),
        printable(branch.beside),
        note and click.style(note, dim=True),
    )
    return "  ".join(filter(None, parts))
