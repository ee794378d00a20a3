"""What makes up a dataset's content, and which columns come of which."""

import pytest

from lineproof.ledger.connection import Connection, Database
from lineproof.mirror.columns import column_lineage
from lineproof.mirror.finding import find_dataset
from lineproof.mirror.versions import Write, list_content
from reference.events import NAMESPACE, day, described, ran
from reference.heard import Said, instant
from reference.ledger import Ledger

OVERWRITE = {"lifecycleStateChange": {"lifecycleStateChange": "OVERWRITE"}}


def _content(reader: Connection, *, at: int | None = None, whole: bool = False) -> list[str | None]:
    moment = None if at is None else instant(day(at))
    dataset = find_dataset(reader, f"{NAMESPACE}#d")
    return [write.run_id for write in list_content(reader, dataset, limit=10, at=moment, whole=whole)]


def test_content_is_the_last_overwriting_write_and_what_came_after(database: Database, reader: Connection) -> None:
    version = {"version": {"datasetVersion": "7"}}
    Ledger(database).told(
        [
            ran("a", 1, "COMPLETE", writes=["d"]),
            ran("b", 2, "COMPLETE", writes=["d"], facets=OVERWRITE | version),
            ran("c", 3, "COMPLETE", writes=["d"], transformation={"stageName": "s", "writeMode": "append"}),
            ran("d", 4, "FAIL", writes=["d"], facets=OVERWRITE),
        ]
    )

    assert _content(reader) == ["d", "c", "b"]
    assert _content(reader, at=3) == ["c", "b"]
    assert _content(reader, at=1) == ["a"]
    assert _content(reader, whole=True) == ["d", "c", "b", "a"]
    failed, appended, replaced = list_content(reader, find_dataset(reader, f"{NAMESPACE}#d"), limit=10)
    assert (failed.mode, failed.replaces, failed.state) == ("overwrite", False, "FAIL")
    assert (appended.mode, appended.replaces) == ("append", False)
    at = instant(day(2))
    assert replaced == Write("jobs", "nightly", "b", at, at, "overwrite", True, "COMPLETE", ["7"])


def test_a_partition_that_is_overwritten_leaves_the_others(database: Database, reader: Connection) -> None:
    def wrote(run: str, at: int, name: str) -> Said:
        made = ran(run, at, "COMPLETE", writes=[name], facets=OVERWRITE)
        return Said(made.payload.replace(b'"lake"', b'"s3://lake"'))

    Ledger(database).told([wrote("a", 1, "d/dt=1"), wrote("b", 2, "d/dt=2"), wrote("c", 3, "d/dt=1")])

    dataset = find_dataset(reader, "s3://lake#d/dt=2")
    assert dataset == find_dataset(reader, "s3://lake#d")
    assert [write.run_id for write in list_content(reader, dataset, limit=10)] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        (
            {
                "columnLineage": {
                    "fields": {
                        "total": {
                            "inputFields": [
                                {
                                    "namespace": "n",
                                    "name": "u",
                                    "field": "price",
                                    "transformations": [{"type": "DIRECT"}],
                                },
                                {"namespace": "n", "name": 7, "field": "bad"},
                            ]
                        },
                        "broken": 7,
                    },
                    "dataset": [{"namespace": "n", "name": "u", "field": "day"}],
                }
            },
            [("total", "n", "u", "price", ({"type": "DIRECT"},)), (None, "n", "u", "day", ())],
        ),
        (
            {
                "lineage": {
                    "inputs": [{"namespace": "n", "name": "u", "type": "DATASET"}],
                    "fields": {
                        "x": {"inputs": [{"namespace": "n", "name": "u", "type": "DATASET", "field": "y"}]},
                        "z": {"inputs": [{"namespace": "n", "name": "j", "type": "JOB"}]},
                    },
                }
            },
            [("x", "n", "u", "y", ())],
        ),
        ({"columnLineage": {"_deleted": True, "fields": {"a": {"inputFields": []}}}}, []),
    ],
)
def test_columns_come_of_columns(database: Database, reader: Connection, facet: object, expected: object) -> None:
    assert isinstance(facet, dict)
    Ledger(database).told([described("d", 1, facet)])

    assert column_lineage(reader, find_dataset(reader, f"{NAMESPACE}#d")) == expected
