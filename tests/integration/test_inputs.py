"""What `lineproof ingest` takes, and what it says about it."""

import json
from collections.abc import Callable
from pathlib import Path

from conftest import Cli
from integration.commands import Committed, committed, is_one_line
from integration.entries import payloads
from integration.events import event, line
from lineproof.ledger.connection import Connection

LINES = [line(number) for number in range(3)]


def _shapes(first: int) -> dict[str, tuple[bytes, list[bytes]]]:
    """Contents of files, and the events in each; no event is in two."""
    numbers = range(first, first + 10)
    pretty, other = (json.dumps(event(number), indent=2).encode() for number in numbers[:2])
    windows = other.replace(b"\n", b"\r\n")
    lines = [line(number) for number in numbers[2:]]
    return {
        "one event over several lines": (b"\n" + windows + b"\n", [windows]),
        "an array over several lines": (b" [\n" + pretty + b" ,\n" + lines[0] + b"\n]\n", [pretty, lines[0]]),
        "lines, with CRLF, blank ones and no end": (b"\r\n" + b"\r\n \r\n\n".join(lines[1:]), lines[1:]),
    }


def test_each_event_of_a_file_is_kept_byte_for_byte(tmp_path: Path, cli: Cli, reader: Connection) -> None:
    sent: list[bytes] = []
    for shape, (content, events) in _shapes(10).items():
        file = tmp_path / "events"
        file.write_bytes(content)
        done = cli("ingest", str(file), "-o", "json")
        assert done.returncode == 0, (shape, done.stderr)
        told = {"received": len(events), "accepted": len(events), "duplicates": 0, "rejected": 0}
        assert json.loads(done.stdout) == told, shape
        sent += events
    assert sorted(payloads(reader)) == sorted(sent)


def test_standard_input_and_a_folder_with_folders_are_read(
    tmp_path: Path, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "one.json").write_bytes(LINES[0])
    (tmp_path / "a" / "two.jsonl").write_bytes(LINES[1])
    (tmp_path / "three.ndjson").write_bytes(LINES[2])
    (tmp_path / "notes.txt").write_bytes(b"no event")
    told = ingest(tmp_path, "-", stdin=LINES[0] + b"\r\n" + line(4))
    assert told == {"received": 5, "accepted": 4, "duplicates": 1, "rejected": 0}
    assert sorted(payloads(reader)) == sorted([*LINES, line(4)])


def test_a_line_on_stderr_tells_of_each_committed_batch(tmp_path: Path, cli: Cli) -> None:
    first, second = tmp_path / "first.ndjson", tmp_path / "second.ndjson"
    first.write_bytes(b"\n".join([*LINES, b"", LINES[0], b"no event"]))
    second.write_bytes(line(5))
    done = cli("ingest", str(first), str(second), "--batch-size", "2", "-o", "json")
    assert done.returncode == 1
    assert committed(done.stderr) == [
        Committed(2, 2, 0, 0, f"{first}:2"),
        Committed(4, 3, 1, 0, f"{first}:5"),
        Committed(6, 4, 1, 1, f"{second}:1"),
    ]
    assert json.loads(done.stdout) == {"received": 6, "accepted": 4, "duplicates": 1, "rejected": 1}


def test_a_missing_file_costs_exit_code_2_and_nothing_is_taken_in(tmp_path: Path, cli: Cli, reader: Connection) -> None:
    (tmp_path / "one.json").write_bytes(LINES[0])
    (tmp_path / "empty").mkdir()
    for missing in (tmp_path / "none.json", tmp_path / "empty"):
        done = cli("ingest", str(tmp_path / "one.json"), str(missing), "-o", "json")
        assert done.returncode == 2
        assert done.stdout == ""
        assert is_one_line(done.stderr)
        assert str(missing) in done.stderr
    assert payloads(reader) == []


def test_the_same_event_in_other_bytes_or_at_another_time_is_another_event(
    ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    same = [
        LINES[0],
        b"  " + LINES[0] + b"\t",
        LINES[0].replace(b", ", b","),
        line(0, eventTime="2027-01-01T00:00:00Z"),
    ]
    told = ingest("-", stdin=b"\n".join(same))
    assert told == {"received": 4, "accepted": 3, "duplicates": 1, "rejected": 0}
    assert len(payloads(reader)) == 3
