"""`kill -9` in the middle of an ingest loses nothing that a line told of."""

import hashlib
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from conftest import environment
from integration.commands import Committed, committed, finish, run, start
from integration.entries import payloads, positions, refusals
from integration.events import line
from lineproof.ledger.connection import Database, Role, connect

BATCH = "10"


def _files(folder: Path, count: int) -> dict[str, bytes]:
    """Two files with a bad line now and then: where each of their lines stands, in the order of ingestion."""
    written: dict[str, bytes] = {}
    for name, numbers in (("a.ndjson", range(count // 2)), ("b.ndjson", range(count // 2, count))):
        lines = [line(number) if number % 50 else b"bad %d" % number for number in numbers]
        (folder / name).write_bytes(b"\n".join(lines))
        written |= {f"{folder / name}:{at}": one for at, one in enumerate(lines, 1)}
    return written


def _begin(database: Database, folder: Path) -> tuple[subprocess.Popen[str], str]:
    """An ingest that has told of its first batch, and what it said."""
    process = start(environment(database), "ingest", str(folder), "--batch-size", BATCH)
    assert process.stderr is not None
    said = ""
    while not committed(said):
        said = process.stderr.readline()
        assert said, "it ended without a promise"
    return process, said


def _length(database: Database, folder: Path) -> float:
    """Seconds from the first promise to the end."""
    process, _ = _begin(database, folder)
    began = time.monotonic()
    assert finish(process).code == 1
    return time.monotonic() - began


def _kill_after(seconds: float, process: subprocess.Popen[str]) -> str | None:
    """Kills it then; what it said meanwhile, or None where it had ended."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    done = finish(process)
    return done.stderr if done.code == -signal.SIGKILL else None


def _kill_at_line(number: int, process: subprocess.Popen[str]) -> str | None:
    """Kills it as soon as it has said so many more lines: what the last one tells of is at its freshest."""
    assert process.stderr is not None
    said = "".join(process.stderr.readline() for _ in range(number))
    process.send_signal(signal.SIGKILL)
    done = finish(process)
    return said + done.stderr if done.code == -signal.SIGKILL else None


def _holds(database: Database, promise: Committed, written: dict[str, bytes]) -> None:
    told = list(written.values())[: promise.received]
    assert list(written)[promise.received - 1] == promise.source
    with connect(database, Role.READER) as connection:
        stored = {hashlib.sha256(payload).digest() for payload in payloads(connection)}
        assert {hashlib.sha256(one).digest() for one in told if one.startswith(b"{")} <= stored
        assert len(refusals(connection)) >= promise.rejected == sum(one.startswith(b"bad") for one in told)


def _is_complete(database: Database, written: dict[str, bytes]) -> None:
    events = sorted(one for one in written.values() if one.startswith(b"{"))
    with connect(database, Role.READER) as connection:
        assert sorted(payloads(connection)) == events
        assert positions(connection) == list(range(len(events)))
        assert connection.execute("SELECT count(*) FROM lineproof_mirror.run").fetchone() == (len(events),)
        assert len(refusals(connection)) == len(written) - len(events)


def test_killed_at_any_moment_all_that_was_told_is_there_and_a_second_ingest_completes_it(
    tmp_path: Path, make_database: Callable[[], Database], *, full: bool
) -> None:
    written = _files(tmp_path, 20_000 if full else 1_000)
    chance = random.Random(20261124)  # noqa: S311 - nothing secret hangs on the moments
    length = _length(make_database(), tmp_path)
    killed = 0
    while killed < (20 if full else 4):
        database = make_database()
        process, first = _begin(database, tmp_path)
        if killed % 2:
            said = _kill_after(chance.uniform(0, length), process)
        else:
            said = _kill_at_line(chance.randrange(len(written) // int(BATCH)), process)
        if said is None:
            continue
        killed += 1
        _holds(database, committed(first + said)[-1], written)
        again = run(environment(database), "ingest", str(tmp_path), "-o", "json")
        assert again.code == 1, again.stderr
        _is_complete(database, written)
