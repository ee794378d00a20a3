"""What a person at a terminal sees of an ingest."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from conftest import environment
from lineproof.ledger.connection import Database


def test_a_terminal_sees_a_progress_bar_and_the_committed_lines(database: Database, tmp_path: Path) -> None:
    events = tmp_path / "events.ndjson"
    event = '{"eventTime": "2026-01-01T00:00:%02dZ", "producer": "p", "job": {"namespace": "n", "name": "j"}}\n'
    events.write_text("".join(event % second for second in range(60)))
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "lineproof", "ingest", "--batch-size", "10", str(events)],
        stderr=slave,
        stdout=subprocess.PIPE,
        env=environment(database, TERM="xterm"),
    ) as process:
        os.close(slave)
        seen = b""
        while True:
            try:
                chunk = os.read(master, 4096)
            except OSError:  # the other end was closed
                break
            if not chunk:
                break
            seen += chunk
        assert process.wait() == 0
        assert process.stdout is not None
        assert b"accepted" in process.stdout.read()
    os.close(master)
    text = seen.decode()
    assert "ingesting" in text
    assert "100%" in text
    assert text.count("committed ") == 6
