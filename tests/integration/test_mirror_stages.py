"""Stages of a record: which are shown, what defines them, and what they do to its times."""

from lineproof.ledger.connection import Database
from reference.events import day, described, licensed, ran
from reference.heard import Said, instant
from reference.ledger import Ledger
from reference.records import Records


def test_a_deletion_takes_updated_at_forward(database: Database) -> None:
    records = _records(
        database,
        described("d", 1, licensed("MIT")),
        described("d", 2, licensed("ISC")),
        described("d", 3, {"lineproof_license": {"_deleted": True}}),
    )

    assert records.actions("d") == ["created", "updated", "updated"]
    assert records.of("d")["updated_at"] == instant(day(3))


def test_a_new_stage_takes_updated_at_forward(database: Database) -> None:
    records = _records(
        database,
        ran("r", 1, "COMPLETE", writes=["d"], job="first"),
        ran("r", 2, "COMPLETE", writes=["d"], job="second"),
    )

    assert records.actions("d") == ["created", "updated"]
    assert records.of("d")["updated_at"] == instant(day(2))


def test_a_definition_that_a_steward_takes_back_falls_to_the_producer(database: Database) -> None:
    records = _records(
        database,
        ran("r", 1, "START", writes=["d"], transformation={"stageName": "sift"}),
        ran("r", 2, "COMPLETE", writes=["d"], transformation={"_deleted": True}, authority="steward"),
    )

    assert _stages(records) == ["sift"]


def test_a_definition_is_the_jobs_newest_word_of_the_dataset_and_a_newer_run_may_take_it_back(
    database: Database,
) -> None:
    records = _records(
        database,
        ran("r", 1, "COMPLETE", writes=["d"], transformation={"stageName": "sift"}),
        ran("s", 2, "COMPLETE", writes=["d"], transformation={"_deleted": True}),
    )

    assert _stages(records) == ["nightly"]


def test_a_word_said_before_it_is_known_what_the_run_writes_counts_too(database: Database) -> None:
    records = _records(
        database,
        ran("r", 1, "START", transformation={"stageName": "sift"}),
        ran("r", 2, "COMPLETE", writes=["d"]),
    )

    assert _stages(records) == ["sift"]


def test_stages_of_replaced_content_go_and_appends_after_it_stay(database: Database) -> None:
    replaced = {"lifecycleStateChange": {"lifecycleStateChange": "OVERWRITE"}}
    records = _records(
        database,
        ran("r", 1, "COMPLETE", writes=["d"], job="old"),
        ran("s", 2, "COMPLETE", writes=["d"], job="whole", facets=replaced),
        ran("t", 3, "COMPLETE", writes=["d"], job="more"),
        ran("u", 4, "FAIL", writes=["d"], job="failed", facets=replaced),
    )

    assert _stages(records) == ["failed", "more", "whole"]
    assert [entry["new_value"]["stages"] for entry in records.trail("d")][1] == [{"stage_name": "whole"}]


def _stages(records: Records) -> list[str]:
    return [stage["stage_name"] for stage in records.of("d")["processing_lineage"]["stages"]]


def _records(database: Database, *history: Said) -> Records:
    ledger = Ledger(database)
    for one in history:
        ledger.told([one])
    return Records(ledger)
