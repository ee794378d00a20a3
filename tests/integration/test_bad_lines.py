"""A bad line costs itself, whatever is wrong with it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Cli, environment
from integration.commands import run
from integration.entries import payloads
from integration.events import event, line
from lineproof.ledger.connection import Connection, Database

LARGEST = 4096
GOOD = line(0)
BAD: dict[str, tuple[bytes, str, str]] = {
    "no JSON": (b"{no JSON}", "", "malformed"),
    "nothing but a word": (b"truncat", "", "malformed"),
    "NaN": (GOOD[:-1] + b', "x": NaN}', "", "malformed"),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, "", "byte order mark"),
    "broken UTF-8": (line(1, job={"namespace": "n", "name": "??"}).replace(b"??", b"\xff\xfe"), "", "UTF-8"),
    "truncated": (GOOD[:-20], "", "truncated"),
    "too deep": (GOOD[:-1] + b', "x": ' + b"[" * 600 + b"]" * 600 + b"}", "", "512 levels"),
    "too large": (line(1, producer="x" * LARGEST), "", f"{LARGEST} are allowed"),
    "no object": (b'["an array"]', "", "object"),
    "no event": (b"{}", "", "eventTime"),
    "no run": (json.dumps({k: v for k, v in event(0).items() if k != "run"}).encode(), "/run", "RunEvent"),
    "no time": (line(1, eventTime="yesterday"), "/eventTime", "ISO 8601"),
    "no such day": (line(1, eventTime="2026-02-30T00:00:00Z"), "/eventTime", "date"),
    "unknown type": (line(1, eventType="DONE"), "/eventType", "DONE"),
    "a list for a run": (line(1, run=[]), "/run", "array"),
    "a number for a run id": (line(1, run={"runId": 1}), "/run/runId", "int"),
    "a dataset without a name": (
        line(1, outputs=[{"namespace": "n", "name": "a"}, {"namespace": "n"}]),
        "/outputs/1",
        "",
    ),
    "facets that are none": (line(1, job={"namespace": "n", "name": "a", "facets": []}), "/job/facets", "array"),
}


def _refused(cli: Cli) -> dict[str, Any]:
    done = cli("rejected", "list", "--limit", "100", "-o", "json")
    assert done.returncode == 0, done.stderr
    return {row["source"]: row for row in json.loads(done.stdout)}


def test_bad_lines_cost_none_of_the_good_ones_around_them_and_are_kept_with_pointer_and_reason(
    tmp_path: Path, cli: Cli, reader: Connection
) -> None:
    file = tmp_path / "events.ndjson"
    good = [line(number) for number in range(100, 100 + len(BAD))]
    pairs = zip((bad for bad, _, _ in BAD.values()), good, strict=True)
    file.write_bytes(b"".join(bad + b"\n" + one + b"\n" for bad, one in pairs))
    done = cli("ingest", str(file), "-o", "json", LINEPROOF_MAX_EVENT_BYTES=str(LARGEST))
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "received": 2 * len(BAD),
        "accepted": len(BAD),
        "duplicates": 0,
        "rejected": len(BAD),
    }
    assert sorted(payloads(reader)) == sorted(good)
    refused = _refused(cli)
    assert {source: row["pointer"] for source, row in refused.items()} == {
        f"{file}:{2 * index + 1}": pointer for index, (_, pointer, _) in enumerate(BAD.values())
    }
    for index, (bad, _, reason) in enumerate(BAD.values()):
        row = refused[f"{file}:{2 * index + 1}"]
        assert reason in row["reason"]
        assert row["size"] == len(bad)
    kept = reader.execute("SELECT payload FROM lineproof.rejected_event")
    assert sorted(bytes(row[0]) for row in kept) == sorted(bad for bad, _, _ in BAD.values())


FIRST = [
    *(bad for what, (bad, _, _) in BAD.items() if what != "too large"),
    b"[",
    b"[1, 2",
    b"[]",
    b"{",
    b'"',
    b"]",
    b"[{}]",
    b"\xff",
]


def test_a_bad_first_line_costs_none_of_the_lines_after_it(
    tmp_path: Path, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    good = [line(number) for number in range(2 * len(FIRST))]
    for number, bad in enumerate(FIRST):
        lines = [bad, *good[2 * number : 2 * number + 2]]
        (tmp_path / f"{number}.ndjson").write_bytes(b"\n".join(lines))
    told = ingest(tmp_path)
    lost = [good.index(one) // 2 for one in set(good) - set(payloads(reader))]
    assert [FIRST[number] for number in lost] == []
    assert told["accepted"] == len(good)


def test_a_bad_element_of_an_array_costs_only_itself(tmp_path: Path, cli: Cli, reader: Connection) -> None:
    file = tmp_path / "events.json"
    bad = [BAD[name][0] for name in ("NaN", "broken UTF-8", "too deep", "no event", "a list for a run", "no object")]
    good = [line(number) for number in range(len(bad))]
    file.write_bytes(b"[" + b", ".join(b",".join(pair) for pair in zip(bad, good, strict=True)) + b"]")
    done = cli("ingest", str(file), "-o", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["rejected"] == len(bad)
    assert sorted(payloads(reader)) == sorted(good)
    assert set(_refused(cli)) == {f"{file}[{index}]" for index in range(0, 2 * len(bad), 2)}


def test_lines_that_all_hold_lone_surrogates_are_events_each(
    ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    lines = [line(number, producer="\ud800") for number in range(3)]
    assert ingest("-", stdin=b"\n".join(lines)) == {"received": 3, "accepted": 3, "duplicates": 0, "rejected": 0}
    assert sorted(payloads(reader)) == sorted(lines)


def test_a_bad_line_of_a_file_whose_name_is_no_text_is_kept(
    tmp_path: Path, database: Database, reader: Connection
) -> None:
    file = os.fsencode(tmp_path) + b"/bad\xff.ndjson"
    Path(os.fsdecode(file)).write_bytes(b"no event\n" + GOOD)
    done = run(environment(database), "ingest", os.fsdecode(file), "-o", "json")
    assert "Traceback" not in done.stderr
    assert done.code == 1
    assert json.loads(done.stdout) == {"received": 2, "accepted": 1, "duplicates": 0, "rejected": 1}
    assert payloads(reader) == [GOOD]


@pytest.mark.parametrize("what", ["line", "array"])
def test_a_truncated_text_full_of_quoted_quotes_is_refused_in_no_time(
    what: str, tmp_path: Path, database: Database, reader: Connection
) -> None:
    plan = json.dumps(json.dumps([{"operator": "scan", "columns": []}] * 4000))[:-2].encode()
    cut = GOOD[:-1] + b', "plan": ' + plan
    file = tmp_path / "events"
    file.write_bytes(cut + b"\n" + line(1) if what == "line" else b"[" + GOOD + b"," + cut)
    done = run(environment(database), "ingest", str(file), "-o", "json", timeout=20)
    assert done.code == 1
    assert json.loads(done.stdout)["rejected"] == 1
    assert payloads(reader) == [line(1) if what == "line" else GOOD]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_a_text_of_twenty_million_bytes_in_an_event_takes_less_than_a_gigabyte(
    tmp_path: Path, database: Database, reader: Connection
) -> None:
    file = tmp_path / "events.ndjson"
    file.write_bytes(line(0, lists=[[]] * 600, text="x" * 20_000_000) + b"\n" + line(1))
    done = subprocess.run(
        ["sh", "-c", 'ulimit -v 1000000; exec "$@"', "sh", sys.executable, "-m", "lineproof", "ingest", str(file)],
        env=environment(database),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len(payloads(reader)) == 2
