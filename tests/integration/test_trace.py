"""`lineproof trace`: what is made of a dataset, and what it is made of, as real events tell it."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import pytest

from conftest import Cli
from lineproof.errors import NotFoundError
from lineproof.ledger.connection import Database, Role, connect
from lineproof.mirror.trace import Direction, Job, Trace, trace
from reference.events import Facets, Name, changed, day, described, licensed, planned, ran, thing
from reference.heard import Said, instant
from reference.ledger import Ledger

FORMS = ("tree", "table", "json", "ndjson", "csv", "mermaid", "dot")
NAMES = ('a"b', "a]b[", "a\nb", "a#b", "a\\b", "набор 😀", "\0", "\ud800", "", "a;b", "a&lt;b", "\x1b[2J\u202e")


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


def made(out: Name, *sources: Name, at: int = 1, mode: str = "append", job: str | None = None) -> Said:
    """A run that makes one dataset of others."""
    called = job or f"make {out}"
    return ran(
        f"{called} {at}", at, "COMPLETE", reads=sources, writes=[out], transformation={"writeMode": mode}, job=called
    )


def traced(ledger: Ledger, name: str, direction: Direction, *, depth: int = 20, at: int | None = None) -> Trace:
    then = None if at is None else instant(day(at))
    with connect(ledger.database, Role.READER) as connection:
        return trace(connection, name if "#" in name else f"lake#{name}", direction=direction, depth=depth, at=then)


def short(dataset_ids: Iterable[str]) -> list[str]:
    return [dataset_id.removeprefix("lake#") for dataset_id in dataset_ids]


def down(ledger: Ledger, name: str, **more: Any) -> list[str]:
    return short(node.dataset_id for node in traced(ledger, name, "down", **more).nodes)


def up(ledger: Ledger, name: str, **more: Any) -> list[str]:
    return short(node.dataset_id for node in traced(ledger, name, "up", **more).nodes)


def links(found: Trace) -> list[tuple[str, str]]:
    return [tuple(short((link.upstream_id, link.dataset_id))) for link in found.links]  # type: ignore[misc]


def test_a_chain_is_followed_both_ways_step_by_step(ledger: Ledger) -> None:
    ledger.told([described("raw", 1, licensed("CC-BY-NC-4.0")), made("mid", "raw", job="sift"), made("out", "mid")])

    found = traced(ledger, "raw", "down")
    assert [(node.dataset_id, node.depth) for node in found.nodes] == [
        ("lake#raw", 0),
        ("lake#mid", 1),
        ("lake#out", 2),
    ]
    assert [node.license_type for node in found.nodes] == ["cc_by_nc", "unclear", "unclear"]
    assert [(node.license_status, node.compliance_status) for node in found.nodes] == [("unverified", "unknown")] * 3
    assert [node.via for node in found.nodes] == [(), (Job("jobs", "sift"),), (Job("jobs", "make out"),)]
    assert links(found) == [("raw", "mid"), ("mid", "out")]
    assert found.unfollowed == 0

    found = traced(ledger, "out", "up")
    assert [(node.name, node.depth) for node in found.nodes] == [("out", 0), ("mid", 1), ("raw", 2)]
    assert [node.via for node in found.nodes] == [(), (Job("jobs", "make out"),), (Job("jobs", "sift"),)]
    assert down(ledger, "out") == ["out"]


def test_a_diamond_is_reached_once_by_all_its_jobs(ledger: Ledger) -> None:
    ledger.told(
        [made("left", "raw"), made("right", "raw"), made("out", "left", job="l"), made("out", "right", job="r")]
    )

    found = traced(ledger, "raw", "down")
    assert short(node.dataset_id for node in found.nodes) == ["raw", "left", "right", "out"]
    assert found.nodes[-1].via == (Job("jobs", "l"), Job("jobs", "r"))
    assert links(found) == [("raw", "left"), ("left", "out"), ("right", "out"), ("raw", "right")]


def test_jobs_of_longer_ways_do_not_count_as_a_step_nearer(ledger: Ledger) -> None:
    ledger.told([made("mid", "raw"), made("out", "raw", job="short"), made("out", "mid", job="long")])

    found = traced(ledger, "raw", "down")
    assert {node.name: node.via for node in found.nodes}["out"] == (Job("jobs", "short"),)
    assert ("mid", "out") in links(found)


def test_a_cycle_ends(ledger: Ledger) -> None:
    ledger.told([made("a", "b"), made("b", "a"), made("out", "b")])

    assert down(ledger, "a") == ["a", "b", "out"]
    assert up(ledger, "a") == ["a", "b"]
    assert links(traced(ledger, "a", "up")) == [("b", "a"), ("a", "b")]


def test_an_overwrite_cuts_old_sources_off_and_an_append_keeps_them(ledger: Ledger) -> None:
    ledger.told([made("out", "old", at=1), made("out", "new", at=2, mode="append")])
    assert up(ledger, "out") == ["out", "new", "old"]

    ledger.told([made("out", "newest", at=3, mode="overwrite")])
    assert up(ledger, "out") == ["out", "newest"]
    assert down(ledger, "old") == ["old"]
    assert down(ledger, "newest") == ["newest", "out"]


def test_at_a_time_it_is_the_lineage_of_the_content_then(ledger: Ledger) -> None:
    ledger.told(made("out", source, at=at, mode="overwrite") for at, source in ((2, "first"), (4, "second")))

    assert [up(ledger, "out", at=at) for at in (1, 2, 3, 4, 5)] == [
        ["out"],
        ["out", "first"],
        ["out", "first"],
        ["out", "second"],
        ["out", "second"],
    ]
    assert [down(ledger, "first", at=at) for at in (1, 3, 5)] == [["first"], ["first", "out"], ["first"]]


def test_a_rename_goes_on_from_the_former_name_which_is_dropped(ledger: Ledger) -> None:
    ledger.told([made("old", "raw", at=1), described("new", 2, changed("RENAME", "old")), made("out", "new", at=3)])

    found = traced(ledger, "raw", "down")
    assert [(node.name, node.dropped) for node in found.nodes] == [
        *(("raw", False), ("old", True), ("new", False), ("out", False))
    ]
    assert found.nodes[1].license_type is None
    assert found.nodes[2].via == ()
    assert up(ledger, "new") == ["new", "old", "raw"]


def test_a_dropped_dataset_is_told_as_such_and_led_through(ledger: Ledger) -> None:
    ledger.told([made("tmp", "raw", at=1), made("out", "tmp", at=2), described("tmp", 3, changed("DROP"))])

    found = traced(ledger, "tmp", "down")
    assert [(node.name, node.dropped, node.license_type) for node in found.nodes] == [
        ("tmp", True, None),
        ("out", False, "unclear"),
    ]
    assert down(ledger, "raw") == down(ledger, "raw", at=2) == ["raw", "tmp", "out"]
    assert up(ledger, "out") == up(ledger, "out", at=2) == ["out", "tmp", "raw"]


def test_a_symlink_is_the_same_dataset_and_no_step(ledger: Ledger) -> None:
    other = ("hive", "db.orders")
    same = {"symlinks": {"identifiers": [{**thing(other), "type": "TABLE"}]}}
    ledger.told([described("orders", 1, same), made("orders", "raw"), made("out", other), made(other, "more")])

    found = traced(ledger, "raw", "down")
    assert [(node.dataset_id, node.depth) for node in found.nodes] == [
        *(("lake#raw", 0), ("hive#db.orders", 1), ("lake#orders", 1), ("lake#out", 2))
    ]
    assert [link[:3] for link in found.links if link.same_as] == [("hive#db.orders", "lake#orders", None)]
    assert up(ledger, "orders") == ["orders", "hive#db.orders", "more", "raw"]


def test_another_name_finds_the_dataset(ledger: Ledger) -> None:
    orders = ("s3://b", "orders")
    symlinks = {"symlinks": {"identifiers": [{**thing(("hive", "db.orders")), "type": "TABLE"}]}}
    ledger.told([made(("s3://b", "orders/dt=2024-01-01"), "raw"), described(("s3://b/", "orders/"), 2, symlinks)])

    for name in ("s3://b#orders", "s3://b#orders/dt=2024-01-01", "s3://b/#orders/", "hive#db.orders"):
        found = traced(ledger, name, "up")
        assert found.root == "s3://b#orders"
        assert [(node.namespace, node.name) for node in found.nodes] == [orders, ("lake", "raw")]
    assert down(ledger, "raw") == ["raw", "s3://b#orders"]


def test_an_empty_list_in_lineage_is_no_source_at_all(ledger: Ledger) -> None:
    said: Facets = {"lineage": {"inputs": []}}
    ledger.told([ran("r", 1, "COMPLETE", reads=["raw"], writes=["out"], facets=said), made("other", "raw")])

    assert up(ledger, "out") == ["out"]
    assert down(ledger, "raw") == ["raw", "other"]


def test_lineage_names_the_sources_instead_of_all_that_was_read(ledger: Ledger) -> None:
    said = {"lineage": {"inputs": [{**thing("raw"), "type": "DATASET"}]}}
    ledger.told([ran("r", 1, "COMPLETE", reads=["raw", "config"], writes=["out"], facets=said)])

    assert up(ledger, "out") == ["out", "raw"]
    assert down(ledger, "config") == ["config"]


def test_column_lineage_names_a_dataset_that_stands_in_no_inputs(ledger: Ledger) -> None:
    said = {"columnLineage": {"fields": {"id": {"inputFields": [{**thing("hidden"), "field": "id"}]}}}}
    ledger.told([ran("r", 1, "COMPLETE", reads=["raw"], writes=["out"], facets=said)])

    assert up(ledger, "out") == ["out", "hidden", "raw"]
    assert down(ledger, "hidden") == ["hidden", "out"]


def test_what_jobs_and_datasets_say_by_themselves_counts_too(ledger: Ledger) -> None:
    said = {"lineage": {"inputs": [{**thing("raw"), "type": "DATASET"}]}}
    ledger.told([planned(1, reads=["raw"], writes=["planned"]), described("said", 1, said)])

    found = traced(ledger, "raw", "down")
    assert {node.name: node.via for node in found.nodes} == {
        "raw": (),
        "planned": (Job("jobs", "nightly"),),
        "said": (),
    }
    assert [link.job for link in found.links] == [Job("jobs", "nightly"), None]
    assert not any(link.same_as for link in found.links)


def test_depth_ends_it_and_says_how_many_lead_on(ledger: Ledger) -> None:
    ledger.told([made("b", "a"), made("b2", "a"), made("c", "b"), made("c", "b2"), made("d", "c")])

    seen = [
        (down(ledger, "a", depth=depth), traced(ledger, "a", "down", depth=depth).unfollowed) for depth in (1, 2, 3)
    ]
    assert seen == [(["a", "b", "b2"], 2), (["a", "b", "b2", "c"], 1), (["a", "b", "b2", "c", "d"], 0)]


def test_links_among_the_furthest_are_told(ledger: Ledger) -> None:
    ledger.told([made("b", "a"), made("c", "a"), made("c", "b")])

    assert links(traced(ledger, "a", "down", depth=1)) == [("a", "b"), ("a", "c"), ("b", "c")]


def test_the_same_history_in_any_order_is_the_same_trace(ledger: Ledger) -> None:
    history = [made(f"d{number}", *(f"d{source}" for source in range(number)), at=1 + number) for number in range(7)]
    found = traced(ledger.told(history[::2]).told(history[1::2]), "d0", "down")
    assert found == traced(ledger, "d0", "down")
    assert len(found.nodes) == 7
    assert len(found.links) == 21


def test_names_come_back_as_they_were_sent(ledger: Ledger) -> None:
    ledger.told([made(name, "raw", job=f"job {name}") for name in NAMES])

    found = traced(ledger, "raw", "down")
    assert {node.name for node in found.nodes} == {"raw", *NAMES}
    assert {(node.name, *node.via) for node in found.nodes[1:]} == {
        (name, Job("jobs", f"job {name}")) for name in NAMES
    }


def test_unknown_dataset_is_no(ledger: Ledger, cli: Cli) -> None:
    with pytest.raises(NotFoundError, match="lineproof list"):
        traced(ledger, "nowhere", "up")
    done = cli("trace", "lake#nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "run: lineproof list --search" in done.stderr


@pytest.mark.parametrize("time", ["yesterday", "2026-02-30", "2026-01-01T25:00", "", "10000-01-01"])
def test_bad_time_is_a_usage_error(cli: Cli, time: str) -> None:
    done = cli("trace", "lake#raw", "--at", time)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--at" in done.stderr


def test_every_format_prints_every_dataset(ledger: Ledger, cli: Cli) -> None:
    ledger.told([described("raw", 1, licensed("CC-BY-NC-4.0")), made("mid", "raw", job="sift"), made("out", "mid")])
    printed = {}
    for form in FORMS:
        done = cli("trace", "lake#raw", "--down", "-o", form)
        assert (done.returncode, done.stderr) == (0, "")
        printed[form] = done.stdout

    assert printed["tree"] == cli("trace", "lake#raw").stdout
    assert printed["tree"].splitlines() == [
        "lake#raw  cc_by_nc",
        "└── lake#mid  unclear  <- sift",
        "    └── lake#out  unclear  <- make out",
    ]
    assert [line.split() for line in printed["table"].splitlines()] == [
        ["dataset", "id", "steps", "license", "type", "by"],
        ["lake#raw", "0", "cc_by_nc"],
        ["lake#mid", "1", "unclear", "sift"],
        ["lake#out", "2", "unclear", "make", "out"],
    ]
    document = json.loads(printed["json"])
    assert list(document) == ["dataset_id", "direction", "at", "depth", "datasets", "links"]
    assert (document["dataset_id"], document["direction"], document["at"]) == ("lake#raw", "down", None)
    assert document["links"][0] == {
        "dataset_id": "lake#mid",
        "upstream_id": "lake#raw",
        "job": {"namespace": "jobs", "name": "sift"},
        "same_as": False,
    }
    assert [json.loads(line) for line in printed["ndjson"].splitlines()] == document["datasets"]
    rows = list(csv.DictReader(io.StringIO(printed["csv"])))
    assert [row["dataset_id"] for row in rows] == ["lake#raw", "lake#mid", "lake#out"]
    assert json.loads(rows[1]["via"]) == [{"namespace": "jobs", "name": "sift"}]
    assert 'n0["lake#35;raw<br/>cc_by_nc"]' in printed["mermaid"]
    assert 'n0 -> n1 [label="sift"];' in printed["dot"]


def test_every_format_bears_any_name_and_says_when_more_lies_behind(ledger: Ledger, cli: Cli) -> None:
    ledger.told([*(made(name, "raw", job=f"job {name}") for name in NAMES), *(made(("x", n), n) for n in NAMES[:2])])

    for form in FORMS:
        done = cli("trace", "lake#raw", "--depth", "1", "-o", form)
        assert done.returncode == 0, done.stderr
        assert done.stderr == "2 datasets are as far as --depth lets see; more may lie behind\n"
        assert form == "csv" or not any(control in done.stdout for control in "\0\x1b")
    assert len(cli("trace", "lake#raw", "--depth", "1").stdout.splitlines()) == 1 + len(NAMES)


def test_a_tree_goes_up_to_a_time_and_shows_what_is_the_same(ledger: Ledger, cli: Cli) -> None:
    same = {"symlinks": {"identifiers": [{**thing(("hive", "orders")), "type": "TABLE"}]}}
    ledger.told(
        [made("out", "orders", at=2, mode="overwrite", job="first"), made(("hive", "orders"), "raw", job="load")]
    )
    ledger.told([made("out", "else", at=4, mode="overwrite"), described("orders", 5, same)])

    tree = cli("trace", "lake#out", "--up", "--at", "2024-01-03").stdout.splitlines()
    assert tree == [
        "lake#out  unclear",
        "└── lake#orders  unclear  -> first",
        "    └── hive#orders  unclear  same as lake#orders",
        "        └── lake#raw  unclear  -> load",
    ]
    table = cli("trace", "lake#out", "--up", "--at", "2024-01-03T00:00:00", "-o", "table").stdout
    assert "same as lake#orders" in table
    assert json.loads(cli("trace", "lake#out", "--up", "--at", "2024-01-03", "-o", "json").stdout)["at"] == (
        "2024-01-03T00:00:00Z"
    )
    assert "lake#else" in cli("trace", "lake#out", "--up").stdout
