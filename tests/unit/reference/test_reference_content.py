"""The reference's writes, content and closures by themselves, on histories made by hand."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reference.content import closure, current_content, upstreams
from reference.events import NAMESPACE, changed, day, described, planned, ran, thing
from reference.heard import Said, instant
from reference.mirror import mirror
from reference.rows import Key, Row, Tables

JOB = ("jobs", "nightly")
OVERWRITE = {"writeMode": "overwrite"}


def told(*history: Said) -> Tables:
    return mirror(history, datetime.now(UTC))


def lake(name: str) -> Key:
    return NAMESPACE, name


def write(tables: Tables, name: str = "d") -> Row:
    (row,) = [row for (_, dataset), row in tables["write"].items() if dataset == lake(name)]
    return row


def names(datasets: Any) -> set[str]:
    return {name for _, name in datasets}


def lists(*sources: str) -> dict[str, Any]:
    return {"lineage": {"inputs": [{**thing(name), "type": "DATASET"} for name in sources]}}


@pytest.mark.parametrize(
    ("transformation", "facets", "mode"),
    [
        (None, {}, "unknown"),
        (OVERWRITE, {}, "overwrite"),
        ({"writeMode": "append"}, {}, "append"),
        ({"writeMode": "append"}, changed("TRUNCATE"), "overwrite"),
        ({"writeMode": ["overwrite"]}, changed("ALTER"), "unknown"),
        ({"writeMode": "overwrite", "_deleted": True}, {}, "unknown"),
        (None, {"lifecycleStateChange": 1}, "unknown"),
    ],
)
def test_the_strongest_mode_counts(transformation: Any, facets: dict[str, Any], mode: str) -> None:
    row = write(told(ran("r", 1, "COMPLETE", writes=["d"], transformation=transformation, facets=facets)))

    assert (row["mode"], row["replaces"]) == (mode, mode == "overwrite")


def test_the_mode_is_what_stands_of_the_run() -> None:
    tables = told(
        ran("r", 1, "START", writes=["d"], transformation={"writeMode": "append"}, authority="steward"),
        ran("r", 2, "COMPLETE", transformation=OVERWRITE),
    )
    assert write(tables)["mode"] == "append"


@pytest.mark.parametrize("end", ["START", "FAIL", "ABORT", "OTHER"])
def test_what_does_not_complete_replaces_nothing(end: str) -> None:
    assert not write(told(ran("r", 1, end, writes=["d"], transformation=OVERWRITE)))["replaces"]


@pytest.mark.parametrize(
    "also",
    [
        ran("r", 2, "RUNNING", reads=["d"]),
        ran("r", 2, "RUNNING", writes=["d"], facets=lists("d")),
        ran("r", 2, "RUNNING", writes=["d"], facets={"columnLineage": {"dataset": [thing("d")]}}),
    ],
)
def test_what_reads_itself_replaces_nothing(also: Said) -> None:
    tables = told(ran("r", 1, "COMPLETE", writes=["d"], transformation=OVERWRITE), also)

    assert not write(tables)["replaces"]
    assert tables["edge"] == {}


def test_a_partition_a_job_and_an_event() -> None:
    by_run = told(ran("r", 1, "COMPLETE", writes=[("s3://b", "o/dt=1")], transformation=OVERWRITE))
    by_job = told(planned(1, writes=["d"], facets=changed("CREATE")))
    by_event = told(described("d", 1, {**changed("CREATE"), "version": {"datasetVersion": "7"}}))

    (row,) = by_run["write"].values()
    assert (row["partial"], row["mode"], row["replaces"]) == (True, "overwrite", False)
    assert (write(by_job)["mode"], write(by_job)["replaces"], write(by_job)["job"]) == ("overwrite", False, JOB)
    assert (write(by_event)["replaces"], write(by_event)["job"], write(by_event)["versions"]) == (True, None, ["7"])


@pytest.mark.parametrize(
    "facets",
    [
        {},
        {"version": {"datasetVersion": "1"}},
        {"lineage": 1},
        {"lineage": {"inputs": {}}},
        {"lineage": None},
        {"lifecycleStateChange": {"lifecycleStateChange": "drop"}},
        {"columnLineage": {"fields": {"c": {"inputFields": [None]}}}},
    ],
)
def test_an_event_of_a_dataset_that_tells_no_lineage_writes_nothing(facets: dict[str, Any]) -> None:
    assert told(described("d", 1, facets))["write"] == {}


@pytest.mark.parametrize(
    ("lineage", "said"),
    [
        ({}, None),
        ({"inputs": {}}, None),
        ({"fields": []}, None),
        ({"inputs": []}, []),
        ({"fields": {}}, []),
        ({"inputs": [None, 1, {"name": "x"}, {**thing("j"), "type": "JOB"}, {**thing("a"), "type": None}]}, ["a"]),
        ({"inputs": [thing("b")], "fields": {"c": {"inputs": [thing("a")]}, "d": 1, "e": {"inputs": 1}}}, ["a", "b"]),
    ],
)
def test_what_is_listed_stands_for_what_was_read(lineage: Any, said: list[str] | None) -> None:
    tables = told(ran("r", 1, "COMPLETE", reads=["in"], writes=["d"], facets={"lineage": lineage}))

    assert write(tables)["said_upstreams"] == (None if said is None else [lake(name) for name in said])
    assert names(upstreams(tables, lake("d"))) == ({"in"} if said is None else set(said))


def test_a_job_that_lists_a_dataset_writes_it() -> None:
    entries = [
        {**thing("d"), "type": "DATASET", "inputs": [thing("a")]},
        {**thing("e"), "type": "DATASET"},
        {**thing("f"), "type": "JOB", "inputs": []},
        {**thing("other"), "type": "DATASET", "inputs": [thing("b")]},
    ]
    tables = told(
        ran("r", 1, "START", reads=["in"], job_facets={"lineage": {"entries": entries}}),
        ran("r", 2, "COMPLETE", writes=["d", "f"]),
        ran("s", 2, "COMPLETE", reads=["in"], writes=["d"]),
    )

    assert names(upstreams(tables, lake("d"))) == {"a", "in"}
    assert names(upstreams(tables, lake("e"))) == names(upstreams(tables, lake("f"))) == {"in"}
    assert tables["edge"][lake("d"), lake("a"), JOB] == {"writes": 1}
    assert [write(tables, name)["written_at"].day for name in ("e", "f", "other")] == [1, 2, 1]
    assert tables["stage"].keys() == {(lake(name), JOB) for name in ("d", "e", "f", "other")}


def test_columns_and_former_names_count_where_nobody_lists() -> None:
    columns = {"columnLineage": {"fields": {"c": {"inputFields": [thing("a")]}}}}
    renamed = changed("RENAME", "former")

    unlisted = told(ran("r", 1, "COMPLETE", reads=["in"], writes=["d"], facets={**columns, **renamed}))
    listed = told(ran("r", 1, "COMPLETE", reads=["in"], writes=["d"], facets={**columns, **renamed, **lists("b")}))

    assert names(upstreams(unlisted, lake("d"))) == {"in", "a", "former"}
    assert names(upstreams(listed, lake("d"))) == {"b"}
    assert write(listed)["more_upstreams"] == [lake("a"), lake("former")]


def test_content_is_the_newest_replacement_and_what_is_not_older() -> None:
    tables = told(
        ran("r", 1, "COMPLETE", reads=["a"], writes=["d"]),
        ran("s", 3, "COMPLETE", reads=["b"], writes=["d"], transformation=OVERWRITE),
        ran("t", 3, "FAIL", reads=["c"], writes=["d"]),
        ran("u", 2, "COMPLETE", reads=["e"], writes=["d"]),
        ran("u", 5, "COMPLETE", writes=["d"]),
        ran("v", 9, "COMPLETE", reads=["f"], writes=["g"]),
    )

    assert current_content(tables, lake("d")) == {(*JOB, run) for run in "stu"}
    assert current_content(tables, lake("d"), instant(day(2))) == {(*JOB, "r"), (*JOB, "u")}
    assert current_content(tables, lake("d"), instant(day(3))) == {(*JOB, run) for run in "stu"}
    assert names(upstreams(tables, lake("d"), instant(day(1)))) == {"a"}
    assert (write(tables, "g")["since"], write(tables, "g")["written_at"]) == (instant(day(9)), instant(day(9)))


def test_closures_go_up_and_down_and_along_symlinks() -> None:
    symlinks = {"symlinks": {"identifiers": [thing("table"), thing("nowhere")]}}
    tables = told(
        ran("r", 1, "COMPLETE", reads=["a"], writes=["path"], facets=symlinks, job="first"),
        ran("r", 2, "COMPLETE", reads=["table"], writes=["c"], job="second"),
        ran("r", 3, "COMPLETE", reads=["c"], writes=["a"], job="third"),
    )

    def around(name: str, direction: Any, depth: int, at: int | None = None) -> dict[str, int]:
        found = closure(tables, lake(name), direction, depth, None if at is None else instant(day(at)))
        return {dataset: distance for (_, dataset), distance in found.items()}

    assert around("c", "up", 9) == {"c": 0, "table": 1, "path": 1, "a": 2}
    assert around("c", "up", 1) == {"c": 0, "table": 1, "path": 1}
    assert around("a", "down", 9, at=2) == {"a": 0, "path": 1, "table": 1, "c": 2}
    assert around("a", "up", 9, at=2) == {"a": 0}
    assert around("a", "up", 1) == {"a": 0, "c": 1}
    assert around("path", "down", 0) == {"path": 0, "table": 0}
