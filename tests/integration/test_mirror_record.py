"""Records: whose word stands, and what does not count."""

import pytest

from lineproof.ledger.connection import Database
from reference.events import NAMESPACE, OTHERS, day, described, licensed, ran, sample
from reference.heard import instant
from reference.ledger import Ledger
from reference.records import Records

CONCLUDED = {"lineproof_conclusion": sample("lineproof_conclusion")}


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


@pytest.fixture
def records(ledger: Ledger) -> Records:
    return Records(ledger)


@pytest.mark.parametrize("facet", OTHERS)
def test_steward_beats_producer_however_old(ledger: Ledger, records: Records, facet: str) -> None:
    by_steward = {facet: sample(facet)}
    by_producer = {facet: OTHERS[facet]}
    ledger.told([described("steward alone", 2, by_steward, "steward"), described("producer alone", 2, by_producer)])
    for name in ("first", "last"):
        said = [described(name, 2, by_steward, "steward"), described(name, 9, by_producer)]
        for one in said if name == "first" else reversed(said):
            ledger.told([one])

    assert records.sections("first") == records.sections("last") == records.sections("steward alone")
    assert records.sections("first") != records.sections("producer alone")
    assert records.of("first")["updated_at"] == records.of("last")["updated_at"]


def test_what_does_not_win_changes_nothing(ledger: Ledger, records: Records) -> None:
    ledger.told([described("d", 2, licensed("MIT"), "steward")])
    before = records.of("d")
    ledger.told([described("d", 9, licensed("CC-BY-4.0")), described("d", 1, licensed("ISC"), "steward")])

    assert records.sections("d") == {name: before[name] for name in records.sections("d")}
    assert records.of("d")["updated_at"] == before["updated_at"] == instant(day(2))
    assert records.actions("d") == ["created"]


@pytest.mark.parametrize("authority", ["producer", "steward"])
def test_conclusions_are_the_auditors_alone(ledger: Ledger, records: Records, authority: str) -> None:
    ledger.told([described("d", 1, {})]).told([described("d", 2, CONCLUDED, authority)])

    assert records.of("d")["audit_info"] == {"compliance_status": "unknown"}
    assert records.summary("d")["compliance_status"] == "unknown"
    assert records.actions("d") == ["created"]

    ledger.told([described("d", 1, CONCLUDED, "auditor")])

    assert records.summary("d")["compliance_status"] == "non_compliant"
    assert records.actions("d") == ["created", "audited"]


@pytest.mark.parametrize("authority", ["producer", "steward", "auditor"])
def test_compliance_claimed_in_a_document_never_reaches_the_summary(
    ledger: Ledger, records: Records, authority: str
) -> None:
    document = sample("lineproof_document")
    assert document["claims"]["complianceStatus"] == "needs_review"

    ledger.told([described("d", 1, {"lineproof_document": document}, authority)])

    assert records.of("d")["metadata"]["notes"] == document["notes"]
    assert records.summary("d")["compliance_status"] == "unknown"


@pytest.mark.parametrize("facet", OTHERS)
def test_what_a_steward_takes_back_falls_to_the_producer(ledger: Ledger, records: Records, facet: str) -> None:
    by_producer = {facet: OTHERS[facet]}
    ledger.told([described("nobody", 1, {}), described("producer alone", 1, by_producer)])
    ledger.told([described("d", 1, by_producer)]).told([described("d", 2, {facet: sample(facet)}, "steward")])
    assert records.sections("d") != records.sections("producer alone")

    ledger.told([described("d", 3, {facet: {"_deleted": True}}, "steward")])
    assert records.sections("d") == records.sections("producer alone")

    ledger.told([described("d", 4, {facet: {"_deleted": True}})])
    assert records.sections("d") == records.sections("nobody")


def test_a_facet_in_the_wrong_place_dates_nothing(ledger: Ledger, records: Records) -> None:
    misplaced = {"lineproof_transformation": {"stageName": "sift"}}
    for name, order in (("first", 1), ("last", -1)):
        write = ran(name, 9, "START", writes=[name], facets=misplaced)
        first = ran(name, 1, "START", writes=[name])
        for one in [write, first, described(name, 3, {})][::order]:
            ledger.told([one])
        assert records.of(name)["updated_at"] == instant(day(1))


def test_a_stewards_definition_of_a_stage_stands(ledger: Ledger, records: Records) -> None:
    ledger.told([ran("r", 1, "START", writes=["d"], transformation={"stageName": "sift"}, authority="steward")])
    ledger.told([ran("r", 2, "RUNNING", writes=["d"], transformation={"stageName": "sort"})])
    ledger.told([ran("s", 3, "COMPLETE", writes=["d"], transformation={"stageName": "sort"})])

    assert [stage["stage_name"] for stage in records.of("d")["processing_lineage"]["stages"]] == ["sift"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_definition_taken_back_defines_no_stage(ledger: Ledger, records: Records, order: tuple[int, int]) -> None:
    said = ran("r", 1, "START", writes=["d"], transformation={"stageName": "sift", "inputCount": 5})
    taken_back = ran("r", 2, "COMPLETE", writes=["d"], transformation={"_deleted": True})
    for index in order:
        ledger.told([(said, taken_back)[index]])

    (stage,) = records.of("d")["processing_lineage"]["stages"]
    assert (stage["stage_name"], stage.get("input_count")) == ("nightly", None)


def test_a_producer_concludes_no_licence(ledger: Ledger, records: Records) -> None:
    concluded = licensed("MIT", status="concluded", verificationStatus="verified")
    ledger.told([described("by producer", 1, concluded), described("by steward", 1, concluded, "steward")])

    unclear = {"license_type": "unclear", "verification_status": "unverified"}
    assert records.of("by producer")["license_info"] == unclear
    assert records.of("by steward")["license_info"]["license_type"] == "permissive"


def test_a_claimed_time_is_no_time_of_a_statement(ledger: Ledger, records: Records) -> None:
    ledger.told([described("d", 1, {"lineproof_document": {"createdAt": "9000-01-01T00:00:00Z"}})])

    assert records.of("d")["updated_at"] == instant(day(1))


def test_a_dataset_that_nobody_described(ledger: Ledger, records: Records) -> None:
    ledger.told([ran("r", 1, "COMPLETE", reads=["in"], writes=["out"]), described("d", 1, {"schema": {"fields": []}})])

    for name in ("in", "out", "d"):
        assert records.of(name)["source_info"] == {"source_id": NAMESPACE}
        assert records.of(name)["license_info"] == {"license_type": "unclear", "verification_status": "unverified"}
        line = records.summary(name)
        assert (line["license_type"], line["license_status"]) == ("unclear", "unverified")
        assert line["compliance_status"] == "unknown"
