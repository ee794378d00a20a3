"""Trees: every line stands under the one it belongs to, and nothing is gone into twice."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.cli.tree import Branch, draw_tree, print_tree
from traces import names

Graph = Mapping[int, list[int]]
NODES = range(6)

graphs = st.fixed_dictionaries({node: st.lists(st.sampled_from(NODES), max_size=4, unique=True) for node in NODES})


def lines(graph: Graph) -> list[str]:
    return [
        click.unstyle(line)
        for line in draw_tree(Branch(0, "0"), lambda node, _: [Branch(below, str(below)) for below in graph[node]])
    ]


def placed(drawn: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Of each line the level, the node and whether it was there before."""
    for line in drawn:
        said = line.lstrip("│├└─ ")
        yield (len(line) - len(said)) // 4, int(said.split()[0]), said.endswith("(see above)")


@given(graphs)
def test_every_link_of_what_is_reached_is_one_line(graph: Graph) -> None:
    seen: list[tuple[int, ...]] = []
    way: list[int] = []
    for level, node, _ in placed(lines(graph)):
        assert level <= len(way)
        way[level:] = [node]
        seen.append(tuple(way[-2:]))
    reached = {node for *_, node in seen}
    assert sorted(seen) == sorted([(0,), *((node, below) for node in reached for below in graph[node])])


@given(graphs)
def test_what_is_above_is_above(graph: Graph) -> None:
    shown: set[int] = set()
    for _, node, again in placed(lines(graph)):
        assert again == (node in shown)
        shown.add(node)


@given(graphs)
def test_guides_join_what_belongs_together(graph: Graph) -> None:
    drawn = lines(graph)
    for line, below in pairwise(drawn):
        for at, mark in enumerate(line[: len(below)]):
            assert (mark in "│├" and at % 4 == 0) <= (below[at] in "│├└")
            assert (below[at] == "│") <= (mark in "│├")


@given(names, names, names)
def test_any_name_is_one_line_that_moves_no_cursor(name: str, beside: str, note: str) -> None:
    (line,) = draw_tree(Branch(0, name, beside, note), lambda *_: [])
    shown = click.unstyle(line)
    shown.encode()
    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown


def test_a_chain_may_be_deeper_than_the_stack() -> None:
    deepest = 2000
    drawn = list(draw_tree(Branch(0, "0"), lambda node, _: [Branch(node + 1, str(node + 1))] if node < deepest else []))
    assert len(drawn) == deepest + 1
    assert click.unstyle(drawn[-1]) == f"{'    ' * (deepest - 1)}└── {deepest}"


def test_who_asks_for_what_is_below_is_told_what_is_above() -> None:
    asked = []

    def below(node: str, above: str | None) -> list[Branch[str]]:
        asked.append((node, above))
        return [Branch(node + step, node + step) for step in "ab"] if len(node) < 2 else []

    assert len(list(draw_tree(Branch("", ""), below))) == 7
    assert asked == [("", None), ("a", ""), ("aa", "a"), ("ab", "a"), ("b", ""), ("ba", "b"), ("bb", "b")]


def test_in_a_file_it_is_plain(capfd: pytest.CaptureFixture[str]) -> None:
    print_tree(Branch(0, "набор", "cc_by", "<- job"), lambda node, _: [Branch(1 - node, "other")])
    assert capfd.readouterr().out == "набор  cc_by  <- job\n└── other\n    └── other  (see above)\n"
