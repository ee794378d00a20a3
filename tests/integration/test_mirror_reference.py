"""The mirror against a reference that was written without reading it."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.ledger.connection import Database, Role, connect
from lineproof.mirror.closure import closure as mirror_closure
from lineproof.mirror.rebuild import rebuild
from reference.content import Direction, closure
from reference.heard import Said, hear
from reference.histories import deliveries, histories
from reference.ledger import Ledger, now
from reference.mirror import mirror
from reference.rows import Key, Tables
from reference.tables import comparable, key_of

DIRECTIONS: tuple[Direction, ...] = ("up", "down")

Fresh = Callable[[], AbstractContextManager[Ledger]]


EMPTY = """
    SET session_replication_role = replica;
    DO $$
    DECLARE
        found record;
    BEGIN
        FOR found IN SELECT schemaname, tablename FROM pg_tables
                     WHERE schemaname IN ('lineproof', 'lineproof_mirror')
                       AND tablename NOT IN ('migration', 'installation', 'cursor') AND tablename !~ '^entry_'
        LOOP
            EXECUTE format('DELETE FROM %I.%I', found.schemaname, found.tablename);
        END LOOP;
    END $$;
    UPDATE lineproof.cursor SET position = 0;
"""
"""Forgets all events, as only who may pass over triggers can: much faster than another database."""


@pytest.fixture
def fresh(make_database: Callable[[], Database]) -> Fresh:
    """Makes ledgers without an event, two at the most at a time, out of two databases."""
    idle = [make_database(), make_database()]

    @contextmanager
    def make() -> Iterator[Ledger]:
        database = idle.pop()
        with psycopg.connect(database.conninfo(), autocommit=True) as superuser:
            superuser.execute(EMPTY)
        try:
            yield Ledger(database)
        finally:
            idle.append(database)

    return make


@pytest.fixture
def sized(full: bool) -> settings:
    return settings(
        max_examples=300 if full else 25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        report_multiple_bugs=False,
    )


def expected_of(history: Iterable[Said]) -> Tables:
    return comparable(mirror(history, now()))


def test_shared_events_are_mirrored_as_the_reference_has_them(
    shared: Path, ingest: Callable[..., dict[str, int]], database: Database
) -> None:
    events = shared / "openlineage-events"
    sent = [path.read_bytes() for path in sorted(events.rglob("*.json"))]
    sent += [line for path in sorted(events.rglob("*.ndjson")) for line in path.read_bytes().splitlines()]

    assert ingest(events)["accepted"] == len(sent) == 665

    expected = expected_of(map(Said, sent))
    found = Ledger(database).mirrored()
    for table, rows in expected.items():
        assert found[table] == rows, table
    assert {slot for slot, *_ in found["facet"]} == {"job", "run", "dataset", "input", "output"}
    masked = [row for row in found["facet"].values() if '"***"' in row["value"]]
    assert len(masked) > 0


@pytest.mark.parametrize("hours", [23, 25])
def test_what_is_more_than_a_day_ahead_is_not_projected(database: Database, hours: int) -> None:
    moment = (now() + timedelta(hours=hours)).isoformat()
    event = {"eventTime": moment, "producer": "p", "dataset": {"namespace": "n", "name": "d"}}
    said = [Said(json.dumps(event).encode())]

    found = Ledger(database).told(said).mirrored()

    assert found == expected_of(said)
    assert len(found["unprojected"]) == (0 if hours == 23 else 1)


def test_mirror_agrees_with_the_reference(fresh: Fresh, sized: settings, full: bool) -> None:
    @settings(sized, max_examples=2000 if full else 50)
    @given(histories())
    def agrees(history: list[Said]) -> None:
        with fresh() as ledger:
            found = ledger.told(history).mirrored()
        for table, rows in expected_of(history).items():
            assert found[table] == rows, table

    agrees()


def test_closures_agree_with_the_reference(fresh: Fresh, sized: settings, full: bool) -> None:
    @settings(sized, max_examples=500 if full else 20)
    @given(histories(), st.integers(1, 3), st.data())
    def agree(history: list[Said], depth: int, data: st.DataObject) -> None:
        tables = mirror(history, now())
        at = data.draw(st.none() | st.sampled_from(sorted({hear(one).at for one in history})))
        with fresh() as ledger:
            database = ledger.told(history).database
            for start, direction in product(tables["dataset"], DIRECTIONS):
                expected = closure(tables, start, direction, depth, at)
                found = found_from(database, start, direction, depth, at)
                assert found == {key_of(dataset): distance for dataset, distance in expected.items()}, (
                    start,
                    direction,
                )

    agree()


def found_from(
    database: Database, start: Key, direction: Direction, depth: int, at: datetime | None
) -> dict[bytes, int]:
    """What the mirror finds from a dataset, by key: how far it is."""
    with connect(database, Role.READER, autocommit=True) as connection:
        found, _ = mirror_closure(connection, [key_of(start)], direction=direction, depth=depth, at=at)
    distances = {one.dataset_key: one.depth for one in found}
    assert len(distances) == len(found), "a dataset is found twice"
    return distances


def test_order_of_arrival_changes_nothing_that_is_current(fresh: Fresh, sized: settings) -> None:
    @sized
    @given(histories(), st.data())
    def order_free(history: list[Said], data: st.DataObject) -> None:
        with fresh() as ledger:
            at_once = ledger.told(history).current()
        with fresh() as other:
            for batch in data.draw(deliveries(history)):
                other.told(batch)
            bit_by_bit = other.current()
        for table, rows in at_once.items():
            assert bit_by_bit[table] == rows, table

    order_free()


def test_rebuilt_mirror_and_trail_are_row_for_row_the_same(fresh: Fresh, sized: settings) -> None:
    @sized
    @given(histories(), st.data())
    def rebuildable(history: list[Said], data: st.DataObject) -> None:
        with fresh() as ledger:
            for batch in data.draw(deliveries(history)):
                ledger.told(batch)
            before = ledger.dump()
            assert rebuild(ledger.database) == len({(one.digest, one.authority) for one in history})
            after = ledger.dump()
        for table, rows in before.items():
            assert after[table] == rows, table

    rebuildable()
