"""`lineproof db rebuild` goes on beside writers and readers."""

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

import psycopg

from conftest import environment
from integration.commands import Done, finish, run, start
from integration.entries import identities
from integration.mirrors import is_same, mirror_of
from integration.mixed import mixed, tell
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.number import number
from lineproof.ledger.reading import Counts, counts, lock_cursor
from lineproof.mirror.follow import catch_up
from lineproof.mirror.projector import MIRROR
from lineproof.mirror.queries import Filters, list_records, list_trail
from lineproof.mirror.rebuild import rebuild
from reference.heard import Said

WRITERS = 2
LONGEST = 3_600
PACE = 0.05
"""Seconds between two looks at the mirror: the two processors have more to do."""

PLAIN = """
    SELECT (SELECT count(*) FROM lineproof_mirror.provenance_audit_log),
           (SELECT count(*) FROM lineproof_mirror.run),
           (SELECT max(position) FROM lineproof_mirror.facet)
"""
"""Numbers that grow with the log: they would fall where a mirror took over that is behind the one before it."""


IS_BLOCKED = "SELECT FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"


def _shares(folder: Path, said: Sequence[Said], size: int) -> list[tuple[str, str, str]]:
    """Commands that ingest it, one authority's events each."""
    commands = []
    for at in range(0, len(said), size):
        for authority in ("producer", "steward", "auditor"):
            lines = [one.payload for one in said[at : at + size] if one.authority == authority]
            file = folder / f"{at}-{authority}.ndjson"
            file.write_bytes(b"\n".join(lines))
            commands.append((str(file), "--as", authority))
    return commands


def _ingest(database: Database, commands: Sequence[tuple[str, str, str]], *more: str) -> list[Done]:
    with ThreadPoolExecutor(WRITERS) as writers:
        return list(writers.map(lambda command: run(environment(database), "ingest", *command, *more), commands))


def _ask(connection: Connection) -> None:
    """What the commands show, in one transaction."""
    records = list_records(connection, Filters(), limit=5)
    assert len(records) == 5
    assert len(list_trail(connection, None, limit=5)) == 5
    connection.commit()


def _poll_commands(database: Database, ended: Event) -> int:
    polls = 0
    with connect(database, Role.READER) as connection:
        while not ended.wait(PACE):
            _ask(connection)
            with connect(database, Role.READER) as another:
                _ask(another)
            polls += 1
    return polls


def _poll_processes(database: Database, ended: Event) -> int:
    polls = 0
    while not ended.wait(PACE):
        done = run(environment(database), "list", "--limit", "1000", "-o", "json")
        # a full page names the next one, and nothing else is to be said
        assert (done.code, [said for said in done.stderr.splitlines() if not said.startswith("more: ")]) == (0, [])
        assert len(json.loads(done.stdout)) > 50
        polls += 1
    return polls


def _poll_plainly(database: Database, ended: Event) -> int:
    """As whoever knows nothing but the tables does."""
    seen: list[tuple[Any, ...]] = []
    with psycopg.connect(database.conninfo(), autocommit=True) as connection:
        while not ended.wait(PACE):
            seen += connection.execute(PLAIN.encode()).fetchall()
    for column in zip(*seen, strict=True):
        assert list(column) == sorted(column)
    return len(seen)


@contextmanager
def _readers(database: Database, *polls: Callable[[Database, Event], int]) -> Iterator[None]:
    """Polls meanwhile; none of them may meet an error."""
    ended = Event()
    with ThreadPoolExecutor() as pool:
        polling = [pool.submit(poll, database, ended) for poll in polls]
        try:
            yield
        finally:
            ended.set()
    assert all(poll.result() > 0 for poll in polling)


def _begin(database: Database, reading: Connection) -> subprocess.Popen[str]:
    """A rebuild that has begun."""
    rebuilding = start(environment(database), "db", "rebuild")
    _await(reading, rebuilding, "SELECT FROM lineproof.cursor WHERE reader = 'shadow'", [])
    return rebuilding


def _await(reading: Connection, rebuilding: subprocess.Popen[str], rows: str, parameters: list[int]) -> None:
    while not reading.execute(rows.encode(), parameters).rowcount:
        with suppress(subprocess.TimeoutExpired):
            rebuilding.wait(PACE)
        assert rebuilding.returncode is None


def _number(database: Database) -> None:
    with connect(database, Role.SEQUENCER) as connection:
        while number(connection):
            connection.commit()


def test_a_mirror_that_was_made_anew_beside_writers_is_that_of_the_whole_log_and_never_gone(
    tmp_path: Path, database: Database, *, full: bool
) -> None:
    said = mixed(125_000 if full else 2_400, seed=20261126)
    before, meanwhile = said[: len(said) * 4 // 5], said[len(said) * 4 // 5 :]
    tell(database, before)
    catch_up(database)
    shares = _shares(tmp_path, meanwhile, -(-len(meanwhile) // (20 if full else 2)))

    with _readers(database, _poll_commands, _poll_plainly):
        with (
            connect(database, Role.SEQUENCER) as held,
            connect(database, Role.READER, autocommit=True) as reading,
        ):
            lock_cursor(held, MIRROR)  # the new mirror takes over when this is let go: it is ahead of the old one then
            rebuilding = _begin(database, reading)
            done = _ingest(database, shares[:3], "--no-wait")
            _number(database)
            _await(reading, rebuilding, IS_BLOCKED, [held.info.backend_pid])
        with _readers(database, _poll_processes), ThreadPoolExecutor(1) as beside:
            writing = beside.submit(_ingest, database, shares[3:])
            assert finish(rebuilding, timeout=LONGEST).code == 0
            while not writing.done():
                assert run(environment(database), "db", "rebuild", timeout=LONGEST).code == 0
            done += writing.result()
    assert [one.code for one in done] == [0] * len(shares)

    heard = {(one.digest, one.authority) for one in said}
    with connect(database, Role.READER, autocommit=True) as reading:
        assert sorted(identities(reading)) == sorted(heard)
        assert counts(reading) == Counts(len(heard), 0, len(heard))
    mirror = mirror_of(database)
    assert rebuild(database) == len(heard)
    is_same(mirror_of(database), mirror)
    with connect(database, Role.READER) as reading:
        left = reading.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'lineproof_mirror')")
        assert left.fetchall() == [("lineproof_mirror",)]
