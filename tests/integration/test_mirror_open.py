"""Where the mirror is known to differ from the design as the reference reads it, each with its smallest history."""

import pytest

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


@pytest.mark.xfail(
    reason="a steward's deletion of a definition hides the producer's, as no other facet's deletion does"
)
def test_a_definition_that_a_steward_takes_back_falls_to_the_producer(database: Database) -> None:
    records = _records(
        database,
        ran("r", 1, "START", writes=["d"], transformation={"stageName": "sift"}),
        ran("r", 2, "COMPLETE", writes=["d"], transformation={"_deleted": True}, authority="steward"),
    )

    assert [stage["stage_name"] for stage in records.of("d")["processing_lineage"]["stages"]] == ["sift"]


@pytest.mark.xfail(reason="a run that takes back its own definition hides what another run of the job said")
def test_a_run_takes_back_its_own_definition_only(database: Database) -> None:
    records = _records(
        database,
        ran("r", 1, "COMPLETE", writes=["d"], transformation={"stageName": "sift"}),
        ran("s", 2, "COMPLETE", writes=["d"], transformation={"_deleted": True}),
    )

    assert [stage["stage_name"] for stage in records.of("d")["processing_lineage"]["stages"]] == ["sift"]


def _records(database: Database, *history: Said) -> Records:
    ledger = Ledger(database)
    for one in history:
        ledger.told([one])
    return Records(ledger)
