"""The reference's datasets, aliases, facets and runs by themselves, on histories made by hand."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from reference.events import NAMESPACE, changed, day, described, planned, ran, thing
from reference.heard import Said, instant
from reference.mirror import mirror
from reference.rows import Key, Row, Tables

JOB = ("jobs", "nightly")
PATH = ("s3://b", "orders")


def told(*history: Said) -> Tables:
    return mirror(history, datetime.now(UTC))


def lake(name: str) -> Key:
    return NAMESPACE, name


def naming(at: int, value: Any, authority: str = "steward") -> Said:
    return planned(at, job="naming", job_facets={"lineproof_naming": value}, authority=authority)


def stage_facets(tables: Tables) -> dict[Key, Row]:
    return {key[1:]: row for key, row in tables["facet"].items() if key[0] == "stage"}


@pytest.mark.parametrize(("at", "dropped"), [(1, True), (2, True), (3, False)])
def test_a_dataset_is_dropped_until_a_newer_mention(at: int, dropped: bool) -> None:
    tables = told(described("d", 2, changed("DROP")), ran("r", at, "START", reads=["d"]))

    row = tables["dataset"][lake("d")]
    assert (row["dropped"], row["dropped_at"], row["alive_at"]) == (dropped, instant(day(2)), instant(day(at)))
    assert (lake("d") in tables["record"]) != dropped


def test_a_drop_that_is_taken_back_is_none() -> None:
    facets = {"lifecycleStateChange": {"lifecycleStateChange": "DROP", "_deleted": True}}
    tables = told(described("d", 1, facets))

    assert tables["dataset"][lake("d")]["dropped_at"] is None
    assert tables["write"] == {}


def test_renaming_drops_what_the_dataset_was_called() -> None:
    tables = told(described("former", 1, {}), described("d", 2, changed("RENAME", "former")))

    assert tables["record"].keys() == {lake("d")}
    assert tables["dataset"][lake("former")]["dropped"]


@pytest.mark.parametrize("change", ["OVERWRITE", "DROP", "rename", None])
def test_only_renaming_has_a_previous_identifier(change: str) -> None:
    assert told(described("d", 2, changed(change, "former")))["dataset"].keys() == {lake("d")}


def test_sources_are_mentioned() -> None:
    entry = {**thing("listed"), "type": "DATASET", "inputs": [thing("a")]}
    columns = {"fields": {"c": {"inputFields": [thing("b")]}}, "dataset": [thing(("s3://b/", "orders/dt=1"))]}
    listed = {"inputs": [{**thing("c"), "type": "DATASET"}, {**thing("no"), "type": "JOB"}], "fields": {}}
    facets = {"columnLineage": columns, "lineage": listed}
    tables = told(ran("r", 1, "START", writes=["d"], facets=facets, job_facets={"lineage": {"entries": [entry]}}))

    assert tables["record"].keys() == {lake("a"), lake("b"), lake("c"), lake("d"), lake("listed"), PATH}
    assert tables["alias"] == {(("s3://b/", "orders/dt=1"), PATH, "partition"): {}}


def test_spellings_and_partitions_are_one_dataset_with_one_facet() -> None:
    tables = told(
        described(("s3://b/", "orders"), 1, {"schema": {"v": 1}}),
        described(("s3://b", "orders/dt=1"), 2, {"schema": {"v": 2}}),
    )

    assert tables["alias"] == {
        (("s3://b/", "orders"), PATH, "spelling"): {},
        (("s3://b", "orders/dt=1"), PATH, "partition"): {},
    }
    (facet,) = tables["facet"].items()
    assert facet[0] == ("dataset", PATH, None, "schema", "producer")
    assert json.loads(facet[1]["value"]) == {"v": 2}


def test_symlinks_are_those_that_stand() -> None:
    def links(*names: Any) -> dict[str, Any]:
        return {"symlinks": {"identifiers": [thing(name) for name in names] + [None, {"name": "x"}]}}

    tables = told(
        described("d", 9, links("mine")),
        described("d", 1, links("d", "theirs", ("s3://b/", "orders/")), "steward"),
    )

    assert tables["alias"] == {(lake("theirs"), lake("d"), "symlink"): {}, (PATH, lake("d"), "symlink"): {}}
    assert tables["dataset"].keys() == {lake("d")}


def test_the_newest_rules_of_a_steward_hold_for_all_events() -> None:
    lower = {"rules": [{"namespace": "*", "case": "lower"}], "jobs": [{**job("new"), "formerly": [job("old")]}]}
    history = [
        ran(
            "r", 3, "START", writes=["D"], job="old", run_facets={"parent": {"run": {"runId": "p"}, "job": job("old")}}
        ),
        naming(2, lower),
        naming(1, {}),
        naming(9, {}, "producer"),
    ]
    tables = told(*history)

    assert tables["naming"][()]["event_time"] == instant(day(2))
    assert tables["dataset"].keys() == {lake("d")}
    assert tables["run"][("jobs", "new", "r")]["parent"] == ("jobs", "new", "p")
    assert not any(name == "lineproof_naming" for (*_, name, authority) in tables["facet"] if authority == "producer")

    for nothing in ({"_deleted": True}, 1, ["a"]):
        tables = told(*history, naming(4, nothing))
        assert tables["naming"] == {}
        assert tables["dataset"].keys() == {lake("D")}
    assert told(*history, naming(4, None))["naming"].keys() == {()}


@pytest.mark.parametrize("run", [{"runId": 1}, {}, None, "p"])
def test_a_malformed_parent_is_none(run: Any) -> None:
    tables = told(ran("r", 1, "START", run_facets={"parent": {"run": run, "job": job("p")}}))

    assert tables["run"][(*JOB, "r")]["parent"] is None


def test_a_stage_is_defined_by_its_runs_that_write() -> None:
    tables = told(
        ran("r", 1, "START", transformation={"stageName": "sift"}),
        ran("r", 2, "COMPLETE", writes=["d"]),
        ran("s", 3, "COMPLETE", writes=["d"], transformation={"_deleted": True}),
        ran("t", 4, "COMPLETE", writes=["e"], transformation={"stageName": "sort"}),
        ran("r", 1, "START", transformation={"stageName": "mend"}, authority="steward"),
    )

    facets = stage_facets(tables)
    assert {key: row["event_time"].day for key, row in facets.items()} == {
        (lake("d"), JOB, "lineproof_transformation", "producer"): 3,
        (lake("d"), JOB, "lineproof_transformation", "steward"): 1,
        (lake("e"), JOB, "lineproof_transformation", "producer"): 4,
    }
    assert facets[lake("d"), JOB, "lineproof_transformation", "producer"]["deleted"]
    stage = tables["stage"][lake("d"), JOB]
    assert (stage["run"], stage["run_time"], stage["since"]) == ((*JOB, "s"), instant(day(3)), instant(day(2)))


def job(name: str) -> dict[str, str]:
    return {"namespace": "jobs", "name": name}
