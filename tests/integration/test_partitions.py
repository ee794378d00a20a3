"""Entries lie in the partition of the month of their receipt, and the partitions are there ahead of time."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg

from conftest import Cli
from integration.entries import payloads
from integration.events import line
from lineproof.ledger.connection import Database

MAKE = "SELECT lineproof.make_partitions(%s, %s)"


def _put(connection: psycopg.Connection[Any], received_at: str, entry_id: int) -> str:
    """The partition that an entry of this time lands in."""
    row = connection.execute(
        "INSERT INTO lineproof.entry (received_at, entry_id, salt, payload)"
        " VALUES (%s::text::timestamptz, %s, sha256('x'), 'x') RETURNING tableoid::regclass::text",
        [received_at, entry_id],
    ).fetchone()
    assert row is not None
    return str(row[0]).removeprefix("lineproof.")


def _partitions(connection: psycopg.Connection[Any]) -> set[str]:
    rows = connection.execute(
        "SELECT c.relname FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid"
        " WHERE inhparent = 'lineproof.entry'::regclass"
    )
    return {name for (name,) in rows}


def test_entries_lie_in_the_partition_of_their_month(
    ingest: Callable[..., dict[str, int]], superuser: psycopg.Connection[Any]
) -> None:
    ingest("-", stdin=b"\n".join(line(number) for number in range(10)))
    found = superuser.execute(
        "SELECT DISTINCT tableoid::regclass::text,"
        " to_char(received_at AT TIME ZONE 'UTC', '\"lineproof.entry_\"YYYY_MM') FROM lineproof.entry"
    ).fetchall()
    assert found
    assert all(lies == belongs for lies, belongs in found)


def test_a_year_of_entries_to_come_has_its_partitions(superuser: psycopg.Connection[Any]) -> None:
    now = datetime.now(UTC)
    for ahead in range(13):
        month = now.year * 12 + now.month - 1 + ahead
        at = f"{month // 12}-{month % 12 + 1:02}-15T00:00:00Z"
        assert _put(superuser, at, ahead) == f"entry_{at[:4]}_{at[5:7]}"


def test_partitions_begin_and_end_with_the_month_in_utc_whatever_the_session(
    superuser: psycopg.Connection[Any],
) -> None:
    superuser.execute("SET timezone = 'Asia/Kathmandu'; SET datestyle = 'SQL, DMY'")
    before = _partitions(superuser)
    assert superuser.execute(MAKE, [3, datetime(2031, 11, 30, 22, tzinfo=UTC)]).fetchone() == (4,)
    made = {"entry_2031_11", "entry_2031_12", "entry_2032_01", "entry_2032_02"}
    assert _partitions(superuser) - before == made
    superuser.execute("SET datestyle = 'ISO'")
    assert _put(superuser, "2031-11-01T00:00:00Z", 1) == "entry_2031_11"
    assert _put(superuser, "2031-10-31T23:59:59.999999Z", 2) == "entry_unplanned"
    assert _put(superuser, "2031-12-31T23:59:59.999999Z", 3) == "entry_2031_12"
    assert _put(superuser, "2032-01-01T00:00:00Z", 4) == "entry_2032_01"
    assert _put(superuser, "2032-02-29T23:59:59.999999Z", 5) == "entry_2032_02"


def test_making_partitions_again_or_by_several_at_once_makes_each_once(
    database: Database, superuser: psycopg.Connection[Any], psql: list[str]
) -> None:
    before = _partitions(superuser)
    command = [*psql, "-At", database.conninfo(), "-c", "SELECT lineproof.make_partitions(11, '2031-01-01T00:00:00Z')"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    made = [int(process.communicate()[0]) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(made) == [0, 0, 0, 12]
    assert _partitions(superuser) - before == {f"entry_2031_{month:02}" for month in range(1, 13)}
    assert superuser.execute(MAKE, [12, datetime(2031, 1, 1, tzinfo=UTC)]).fetchone() == (1,)


def test_an_entry_for_whose_month_nobody_made_a_partition_stops_nothing(
    cli: Cli, superuser: psycopg.Connection[Any]
) -> None:
    now = datetime.now(UTC)
    this_month = f"lineproof.entry_{now:%Y_%m}"
    superuser.execute(f"ALTER TABLE lineproof.entry DETACH PARTITION {this_month}".encode())
    superuser.execute(f"DROP TABLE {this_month}".encode())
    first = cli("ingest", "-", stdin=line(0))
    assert first.returncode == 0, first.stderr
    second = cli("ingest", "-", stdin=line(1))
    assert second.returncode == 0, second.stderr
    assert sorted(payloads(superuser)) == [line(0), line(1)]
    assert superuser.execute("SELECT count(*) FROM lineproof_mirror.run").fetchone() == (2,)
