"""Pages of any size, glued together, are the list, whatever is told between them."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.ledger.connection import Database
from lineproof.mirror.paging import RecordMark, TrailMark
from lineproof.mirror.queries import Filters, Record, list_records, list_trail
from reference.events import day
from reference.heard import instant

RECORD = """
INSERT INTO dataset_provenance
    (provenance_id, dataset_key, dataset_id, dataset_name, namespace, source_info, license_info, created_at,
     asserted_at, provenance_document)
VALUES (%(id)s, uuid_send(%(id)s), %(id)s::text, 'name', 'lake', '{"source_id": "s"}',
        jsonb_build_object('license_type', %(license_type)s::text), %(at)s, %(at)s, '{}')
ON CONFLICT (provenance_id) DO UPDATE SET asserted_at = excluded.asserted_at
"""
ENTRY = """
INSERT INTO provenance_audit_log
VALUES (%(id)s, %(of)s, 'd', 'updated', 'x', now(), NULL, '{}', NULL, %(position)s, 'x', 'producer', 'p')
"""
NONE = uuid.UUID(int=0)

ids = st.uuids(version=4)
moments = st.integers(1, 4).map(lambda number: instant(day(number)))
license_types = st.sampled_from(["cc_by", "unclear"])
records = st.dictionaries(ids, st.tuples(moments, license_types), max_size=14)
entries = st.dictionaries(ids, st.tuples(st.integers(0, 4), st.sampled_from([NONE, uuid.UUID(int=1)])), max_size=14)
sizes = st.integers(1, 6)


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.conninfo(), options="-c search_path=lineproof_mirror -c timezone=UTC") as connection:
        yield connection


@pytest.fixture
def sized(full: bool) -> settings:
    return settings(
        max_examples=500 if full else 25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )


def put(connection: psycopg.Connection[Any], key: uuid.UUID, at: datetime, license_type: str = "cc_by") -> None:
    connection.execute(RECORD, {"id": key, "at": at, "license_type": license_type})


def enter(connection: psycopg.Connection[Any], key: uuid.UUID, position: int, of: uuid.UUID) -> None:
    connection.execute(ENTRY, {"id": key, "position": position, "of": of})


def page(connection: psycopg.Connection[Any], limit: int, last: Record | None, **asked: str) -> list[Record]:
    after = None if last is None else RecordMark.parse(str(RecordMark(last["updated_at"], last["provenance_id"])))
    return list_records(connection, Filters(**asked), limit=limit, after=after)


def trail_page(connection: psycopg.Connection[Any], limit: int, last: Record | None) -> list[Record]:
    after = None if last is None else TrailMark.parse(str(TrailMark(last["position"], last["audit_id"])))
    return list_trail(connection, None, limit=limit, after=after)


def test_pages_of_any_size_are_the_list(connection: psycopg.Connection[Any], sized: settings) -> None:
    @sized
    @given(records, sizes, st.sampled_from([{}, {"license_type": "cc_by"}, {"namespace": "lake"}, {"search": "name"}]))
    def hold(there: dict[uuid.UUID, tuple[datetime, str]], size: int, asked: dict[str, str]) -> None:
        glued: list[Record] = []
        with connection.transaction(force_rollback=True):
            for key, (at, license_type) in there.items():
                put(connection, key, at, license_type)
            whole = page(connection, 100, None, **asked)
            while found := page(connection, size, glued[-1] if glued else None, **asked):
                glued += found

        fit = {key: at for key, (at, said) in there.items() if asked.get("license_type", said) == said}
        assert glued == whole
        assert [uuid.UUID(one["provenance_id"]) for one in whole] == sorted(
            fit, key=lambda key: (fit[key], key), reverse=True
        )

    hold()


def test_what_is_told_between_pages_is_not_shown_twice_nor_hides_anything(
    connection: psycopg.Connection[Any], sized: settings
) -> None:
    @sized
    @given(records, sizes, st.lists(st.tuples(ids, moments, st.integers(0, 13)), max_size=8))
    def hold(
        there: dict[uuid.UUID, tuple[datetime, str]], size: int, told: list[tuple[uuid.UUID, datetime, int]]
    ) -> None:
        shown: list[Record] = []
        untouched, between = sorted(there), iter(told)
        with connection.transaction(force_rollback=True):
            for key, (at, _) in there.items():
                put(connection, key, at)
            while found := page(connection, size, shown[-1] if shown else None):
                shown += found
                for new, at, index in islice(between, 1):
                    put(connection, new, at)
                    for again in untouched[index : index + 1]:
                        untouched.remove(again)
                        put(connection, again, instant(day(9)))

        keys = [uuid.UUID(one["provenance_id"]) for one in shown]
        assert len(keys) == len(set(keys))
        assert set(untouched) <= set(keys)

    hold()


def test_pages_of_the_trail_are_the_trail_while_it_grows(connection: psycopg.Connection[Any], sized: settings) -> None:
    @sized
    @given(entries, sizes)
    def hold(there: dict[uuid.UUID, tuple[int, uuid.UUID]], size: int) -> None:
        shown: list[Record] = []
        with connection.transaction(force_rollback=True):
            for key, (position, of) in there.items():
                enter(connection, key, position, of)
            while found := trail_page(connection, size, shown[-1] if shown else None):
                shown += found
                enter(connection, uuid.uuid4(), 9, NONE)

        assert [uuid.UUID(one["audit_id"]) for one in shown] == sorted(
            there, key=lambda key: (there[key][0], key), reverse=True
        )

    hold()
