"""Records as they were: by what was valid, and by what was known then."""

import json
from collections.abc import Callable
from datetime import datetime
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.events.authority import Authority
from lineproof.ledger.connection import Database, Role, connect
from lineproof.ledger.reading import local_namespace
from lineproof.mirror.finding import find_dataset
from lineproof.mirror.history import AsOf, record_as_of
from lineproof.mirror.identifier import dataset_id
from reference.events import NAMESPACE, OTHERS, day, described, licensed, ran, sample
from reference.heard import Said, instant
from reference.ledger import Ledger

Cli = Callable[..., CompletedProcess[str]]

FACETS = tuple(OTHERS)
LAST = 8


def _values(name: str) -> st.SearchStrategy[Any]:
    return st.sampled_from([sample(name), OTHERS[name], {"_deleted": True}])


def _happening(at: int) -> st.SearchStrategy[list[Said]]:
    says = st.sampled_from(FACETS).flatmap(lambda name: st.tuples(st.just(name), _values(name)))
    authorities = st.sampled_from(["producer", "producer", "steward", "auditor"])
    described_ = st.builds(lambda said, who: [described("d", at, dict([said]), who)], says, authorities)
    replaced = st.sampled_from([None, {"lifecycleStateChange": {"lifecycleStateChange": "OVERWRITE"}}])
    whole = st.builds(
        lambda job, ending, facets, stage: [
            ran(f"run {at}", at, "START", writes=["d"], job=job),
            ran(f"run {at}", at, ending, writes=["d"], job=job, facets=facets, transformation=stage),
        ],
        st.sampled_from(["one", "two"]),
        st.sampled_from(["COMPLETE", "COMPLETE", "FAIL"]),
        replaced,
        st.sampled_from([None, {"stageName": "sift"}, {"stageName": "score", "writeMode": "overwrite"}]),
    )
    return described_ | whole


days = st.integers(1, LAST).flatmap(lambda last: st.tuples(*(_happening(at) for at in range(1, last + 1))))


NOT_KEPT = ("updated_at",)
"""Of a stretch of equal statements the first and the last are remembered, and so not when it was said between them."""


def _told(record: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if record is None else {name: value for name, value in record.items() if name not in NOT_KEPT}


def _record(database: Database, asked: AsOf) -> dict[str, Any] | None:
    with connect(database, Role.READER) as connection:
        dataset = find_dataset(connection, dataset_id(NAMESPACE, "d", local=local_namespace(connection)))
        return record_as_of(connection, dataset, asked)


@pytest.mark.parametrize("question", ["valid at", "known at"])
def test_a_record_as_of_then_is_the_record_of_those_who_heard_no_more(
    make_database: Callable[[], Database], full: bool, question: str
) -> None:
    """Told in the order of time, so that what was valid and what was known are the same stretch of the log."""

    @settings(max_examples=60 if full else 3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(days)
    def agrees(happenings: tuple[list[Said], ...]) -> None:
        long = Ledger(make_database())
        short = Ledger(make_database())
        heard = 0
        for happening in happenings:
            for one in happening:
                long.told([one])
        for at, happening in enumerate(happenings, 1):
            for one in happening:
                short.told([one])
                heard += 1
            asked = AsOf(at=instant(day(at))) if question == "valid at" else AsOf(before=heard)
            assert _told(_record(long.database, asked)) == _told(_record(short.database, AsOf())), at

    agrees()


def test_what_is_known_later_of_earlier_days_shows_in_the_one_and_not_in_the_other(database: Database) -> None:
    ledger = Ledger(database)
    ledger.told([described("d", 1, licensed("MIT"))])
    ledger.told([described("d", 5, licensed("ISC"))])
    ledger.told([described("d", 3, licensed("CC-BY-NC-4.0"))])

    def name(at: int | None, before: int | None) -> str | None:
        record = _record(database, AsOf(None if at is None else instant(day(at)), before))
        return None if record is None else str(record["license_info"]["license_name"])

    assert [name(at, None) for at in range(1, 6)] == ["MIT", "MIT", "CC-BY-NC-4.0", "CC-BY-NC-4.0", "ISC"]
    assert [name(at, 2) for at in range(1, 6)] == ["MIT", "MIT", "MIT", "MIT", "ISC"]
    assert [name(None, before) for before in range(4)] == [None, "MIT", "ISC", "ISC"]
    assert name(None, None) == "ISC"


def test_what_stood_is_taken_up_again_where_something_comes_in_between(database: Database) -> None:
    ledger = Ledger(database)
    for at in (1, 2, 6, 8):
        ledger.told([described("d", at, licensed("MIT"))])
    ledger.told([described("d", 4, licensed("ISC"))])

    names = [
        (record or {"license_info": {}})["license_info"].get("license_name")
        for record in (_record(database, AsOf(instant(day(at)))) for at in range(1, 9))
    ]
    assert names == ["MIT", "MIT", "MIT", "ISC", "ISC", "ISC", "ISC", "MIT"]


def test_get_at_and_known_at(database: Database, cli: Cli) -> None:
    ledger = Ledger(database)
    ledger.told([described("d", 1, licensed("MIT"))])
    between = _clock(database)
    ledger.told([described("d", 3, licensed("ISC"), Authority.STEWARD)])

    def name(*options: str) -> str:
        done = cli("get", f"{NAMESPACE}#d", "-o", "json", *options)
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["license_info"]["license_name"])

    assert name() == name("--at", "2024-01-03") == "ISC"
    assert name("--at", "2024-01-02T23:59:59.999999") == name("--known-at", between.isoformat()) == "MIT"
    assert name("--at", "2024-01-05", "--known-at", between.isoformat()) == "MIT"
    early = cli("get", f"{NAMESPACE}#d", "--at", "2023-12-31")
    assert (early.returncode, early.stdout) == (1, "")
    assert early.stderr.startswith("lineproof: nothing was known of lake#d then; run: ")
    assert cli("get", f"{NAMESPACE}#d", "--at", "yesterday").returncode == 2


def _clock(database: Database) -> datetime:
    with connect(database, Role.READER) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    moment: datetime = row[0]
    return moment
