"""The trail: an entry a material change, with old and new of it; none for what only goes on as before."""

from itertools import count, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.ledger.connection import Database
from reference.events import OTHERS, PRODUCER, day, described, licensed, ran, sample
from reference.heard import instant
from reference.ledger import Ledger
from reference.records import Records
from reference.statements import Statement, statements

MATERIAL = ("source_info", "license_info", "storage_info", "audit_info")


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


@pytest.fixture
def records(ledger: Ledger) -> Records:
    return Records(ledger)


def test_said_again_advances_the_time_and_leaves_no_trail(ledger: Ledger, records: Records) -> None:
    for at, newest in [(1, 1), (3, 3), (5, 5), (4, 5)]:
        ledger.told([described("d", at, licensed("MIT"))])
        assert records.of("d")["updated_at"] == instant(day(newest))

    assert records.of("d")["created_at"] == instant(day(1))
    assert records.actions("d") == ["created"]


def test_a_change_leaves_one_entry_with_old_and_new(ledger: Ledger, records: Records) -> None:
    ledger.told([described("d", 1, licensed("MIT"))])
    before = records.of("d")
    ledger.told([described("d", 2, licensed("CC-BY-NC-4.0"), "steward")])
    after = records.of("d")

    created, changed = records.trail("d")
    assert (created["action"], created["old_value"]) == ("created", None)
    assert created["new_value"]["license"] == before["license_info"]
    assert changed["action"] == "updated"
    assert changed["old_value"] == {"license": before["license_info"]}
    assert changed["new_value"] == {"license": after["license_info"]}
    assert after["license_info"]["license_type"] == "cc_by_nc"
    assert (changed["authority"], changed["producer"], changed["position"]) == ("steward", PRODUCER, 1)
    assert changed["dataset_id"] == after["dataset_id"]


def test_changes_of_one_batch_are_told_one_by_one(ledger: Ledger, records: Records) -> None:
    ledger.told(described("d", at, licensed(spdx)) for at, spdx in enumerate(("MIT", "MIT", "ISC", "ISC", "0BSD"), 1))

    told = [(entry["old_value"], entry["new_value"]) for entry in records.trail("d")]
    names = [[(value or {}).get("license", {}).get("license_name") for value in entry] for entry in told]
    assert names == [[None, "MIT"], ["MIT", "ISC"], ["ISC", "0BSD"]]


@pytest.mark.parametrize("order", list(permutations(("lineproof_license", "lineproof_quality", "lineproof_source"))))
def test_old_and_new_of_the_trail_chain_together(ledger: Ledger, records: Records, order: tuple[str, ...]) -> None:
    for at, facet in enumerate(order * 4, 1):
        value = (OTHERS[facet], sample(facet), {"_deleted": True}, OTHERS[facet])[(at - 1) // 3]
        ledger.told([described("d", at, {facet: value})])

    created, *changes = records.trail("d")
    stands = created["new_value"]
    assert len(changes) == 11
    for change in changes:
        assert change["old_value"] == {part: stands.get(part) for part in change["new_value"]}
        assert all(change["old_value"][part] != value for part, value in change["new_value"].items())
        stands |= change["new_value"]
    assert stands["source"] == records.of("d")["source_info"]


def test_runs_that_repeat_themselves_leave_no_trail(ledger: Ledger, records: Records) -> None:
    for at in range(1, 25, 2):
        stage = {"stageName": "sift", "stageOrder": 1, "startedAt": day(at), "inputCount": 1000 + at}
        done = {**stage, "completedAt": day(at + 1), "outputCount": 100 + at}
        start = ran(f"run {at}", at, "START", reads=["in"], transformation=stage)
        end = ran(f"run {at}", at + 1, "COMPLETE", writes=["out"], transformation=done, facets=licensed("MIT"))
        ledger.told([start, end])

    assert records.actions("in") == records.actions("out") == ["created"]
    (latest,) = records.of("out")["processing_lineage"]["stages"]
    assert (latest["input_count"], latest["output_count"]) == (1023, 123)
    assert records.of("out")["updated_at"] == instant(day(24))


def test_every_material_change_leaves_one_entry_and_nothing_else_does(
    ledger: Ledger, records: Records, *, full: bool
) -> None:
    numbers = count()

    @settings(max_examples=100 if full else 10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(statements, min_size=1, max_size=6))
    def told_once(made: list[Statement]) -> None:
        name = f"d {next(numbers)}"
        ledger.told([described(name, 1, {})])
        for facet, value, at, authority in made:
            before, entries = records.sections(name), len(records.trail(name))
            ledger.told([described(name, at, {facet: value}, authority)])
            after, new = records.sections(name), len(records.trail(name)) - entries
            changed = [section for section in before if before[section] != after[section]]
            assert new <= len(changed)
            if any(section in MATERIAL for section in changed):
                assert new == 1

    told_once()
