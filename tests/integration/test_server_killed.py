"""The server dies in the middle of an ingest."""

import os
import signal
from pathlib import Path

from conftest import environment
from integration.commands import Committed, committed, finish, run, start
from integration.conftest import server_of
from integration.events import line

EVENTS = 2_000


def test_all_that_was_told_survives_the_server_and_the_rest_follows(home: Path, tmp_path: Path) -> None:
    variables = environment(None, LINEPROOF_HOME=str(home))
    file = tmp_path / "events.ndjson"
    file.write_bytes(b"\n".join(line(1_000 + number) for number in range(EVENTS)))
    assert run(variables, "init-schema").code == 0
    with start(variables, "ingest", str(file), "--batch-size", "10") as ingest:
        assert ingest.stderr is not None
        said = "".join(ingest.stderr.readline() for _ in range(20))
        server = server_of(home)
        assert server is not None
        os.kill(server, signal.SIGKILL)
        done = finish(ingest)
    assert done.code == 3, done.stderr
    *promises, last = (said + done.stderr).splitlines()
    assert last.startswith("lineproof: ")
    assert "lineproof at " in last
    assert str(home) in last
    told = committed("".join(f"{promise}\n" for promise in promises))
    assert len(told) == len(promises)
    assert told[-1].received < EVENTS

    again = run(variables, "ingest", str(file), "--batch-size", "1000")
    assert again.code == 0, again.stderr
    assert committed(again.stderr)[-1] == Committed(
        EVENTS, EVENTS - (kept := committed(again.stderr)[-1].duplicates), kept, 0, f"{file}:{EVENTS}"
    )
    assert kept >= told[-1].received
