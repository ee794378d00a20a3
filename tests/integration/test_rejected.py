"""Refused events: kept, listed, replayed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Cli, environment
from integration.commands import is_one_line, run, run_at_once
from integration.conftest import PASSWORD, Straight
from integration.entries import payloads, refusals
from integration.events import line
from lineproof.ledger.connection import Connection, Database

BIG = line(1, producer="x" * 2000)
SMALL = {"LINEPROOF_MAX_EVENT_BYTES": "1024"}


def _listed(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    done = cli("rejected", "list", *arguments, "-o", "json")
    assert done.returncode == 0, done.stderr
    listed: list[dict[str, Any]] = json.loads(done.stdout)
    return listed


def test_a_replay_takes_in_what_is_good_by_now_and_keeps_the_rest(cli: Cli, reader: Connection) -> None:
    assert cli("ingest", "-", stdin=b"\n".join([line(0), BIG, b"no event"]), **SMALL).returncode == 1
    assert payloads(reader) == [line(0)]

    done = cli("rejected", "replay", "-o", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"accepted": 1, "duplicates": 0, "rejected": 1}
    assert sorted(payloads(reader)) == sorted([line(0), BIG])
    assert reader.execute("SELECT 1 FROM lineproof_mirror.run WHERE run_id = 'run-1'").fetchone() is not None
    assert reader.execute("SELECT count(*) FROM lineproof.log").fetchone() == (2,)

    listed = {row["excerpt"]: row for row in _listed(cli, "--all")}
    assert len(listed) == 2
    waits = listed.pop("no event")
    assert waits["replayed_at"] is None
    assert f"{waits['rejected_id']} stays rejected" in done.stderr
    assert [(row["size"], row["replayed_at"] is None) for row in listed.values()] == [(len(BIG), False)]


def test_a_replay_by_id_leaves_the_others_alone_and_is_done_once(cli: Cli, reader: Connection) -> None:
    other = line(2, producer="y" * 2000)
    assert cli("ingest", "-", stdin=b"\n".join([line(0), BIG, other]), **SMALL).returncode == 1
    chosen = next(str(row["rejected_id"]) for row in _listed(cli) if "xxx" in row["excerpt"])
    done = cli("rejected", "replay", chosen, chosen, "-o", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"accepted": 1, "duplicates": 0, "rejected": 1}
    assert sorted(payloads(reader)) == sorted([line(0), BIG])


def test_replays_at_once_take_an_event_in_once(database: Database, cli: Cli, reader: Connection) -> None:
    assert cli("ingest", "-", stdin=b"\n".join([line(0), BIG]), **SMALL).returncode == 1
    done = run_at_once([(environment(database), ("rejected", "replay", "-o", "json"))] * 2)
    assert sum(json.loads(one.stdout)["accepted"] for one in done) == 1
    assert len(payloads(reader)) == 2


def test_the_same_bad_event_is_kept_once(ingest: Callable[..., dict[str, int]], reader: Connection) -> None:
    bad = b"\n".join([line(0), b"no event", b"no event ", b"another"])
    assert ingest("-", stdin=bad)["rejected"] == 3
    assert ingest("-", stdin=bad)["rejected"] == 3
    assert len(refusals(reader)) == 2


def test_a_quota_bounds_what_is_kept_and_costs_no_good_event(cli: Cli, reader: Connection) -> None:
    events = b"\n".join([line(0), b"bad 1", b"bad 2", b"bad 3", line(1), b"bad 4"])
    done = cli("ingest", "-", "-o", "json", stdin=events, LINEPROOF_REJECTED_QUOTA="2")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"received": 6, "accepted": 2, "duplicates": 0, "rejected": 4}
    assert "LINEPROOF_REJECTED_QUOTA" in done.stderr
    assert len(refusals(reader)) == 2
    assert len(payloads(reader)) == 2


def test_no_command_shows_the_password(straight: Straight, tmp_path: Path) -> None:
    file = tmp_path / "events.ndjson"
    file.write_bytes(line(0) + b"\nno event")
    database = straight("producer")
    commands = (("ingest", "--as", "steward", str(file)), ("rejected", "replay"), ("db", "upgrade"), ("doctor",))
    taken_in = run(environment(database), "ingest", str(file))
    done = run_at_once((environment(database), command) for command in commands)
    assert not [one for one in (taken_in, *done) if PASSWORD in one.stdout + one.stderr or "Traceback" in one.stderr]
    assert [one.code for one in (taken_in, *done[:2])] == [1, 2, 1]
    assert is_one_line(done[0].stderr)
