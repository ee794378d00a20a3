"""`make bench`, tiny: that it still measures, and what it measures with. How fast anything is, is not for here."""

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks.corpus import DATASETS, Corpus
from benchmarks.intervals import of_median, of_ratio
from benchmarks.machine import describe
from benchmarks.plan import FULL, QUICK
from conftest import environment
from lineproof.events.received import Received, receive
from lineproof.ledger.connection import Database, Role, connect

TESTS = Path(__file__).parents[1]
COLUMNS = ["work", "this", "against", "ratio with interval", "goal", "met?"]


@pytest.fixture(scope="module")
def run(server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a quick run prints, and its folder."""
    folder = tmp_path_factory.mktemp("bench") / "results"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--output", str(folder)],
        capture_output=True,
        env=environment(None, DATABASE_URL=server, PYTHONPATH=str(TESTS)),
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert f"round {QUICK.rounds} of {QUICK.rounds}" in done.stderr.decode()
    return done.stdout.decode(), folder


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a Markdown text, as lines of cells."""
    blocks = [block for block in text.split("\n\n") if block.startswith("|")]
    return [[[cell.strip() for cell in line.strip("|\n").split("|")] for line in b.splitlines()] for b in blocks]


def test_stdout_is_the_report(run: tuple[str, Path]) -> None:
    text, folder = run
    assert text == (folder / "report.md").read_text()
    assert "PostgreSQL 1" in text
    assert "synchronous_commit on, fsync on" in text
    compared, parts, grown = tables(text)
    assert compared[0] == COLUMNS
    assert len(compared) == 2 + 5
    assert [line[0] for line in parts[2:]] == ["append", "number", "project", "whole"]
    assert [line[0] for line in grown[2:]] == [f"{size:,}" for size in QUICK.sizes()]
    for table in (compared, parts, grown):
        assert {len(line) for line in table} == {len(table[0])}
        assert all(cell for line in table for cell in line)


def test_json_holds_every_sample(run: tuple[str, Path]) -> None:
    results = json.loads((run[1] / "results.json").read_text())
    assert results["plan"] == QUICK._asdict()
    assert [row["work"] for row in results["rows"]] == [line[0] for line in tables(run[0])[0][2:]]
    for row in results["rows"]:
        assert 0 < row["ratio"]["low"] <= row["ratio"]["middle"] <= row["ratio"]["high"]
    assert [len(samples) for samples in results["rounds"].values()] == 3 * [QUICK.rounds]
    assert [stage["events"] for stage in results["growth"]] == QUICK.sizes()
    assert sum(s["others"]["events"] + len(s["steps"]) * QUICK.step for s in results["growth"]) == QUICK.largest


def test_picture_is_drawn_twice(run: tuple[str, Path]) -> None:
    drawn = ET.fromstring((run[1] / "cost.svg").read_text())  # noqa: S314 - just drawn
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert (run[1] / "cost.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_server_that_forgets_is_not_measured(database: Database) -> None:
    with connect(database, Role.PRODUCER) as connection:
        describe(connection)
        connection.execute("SET synchronous_commit = off")
        with pytest.raises(RuntimeError, match="synchronous_commit not on"):
            describe(connection)


def test_sizes_end_with_the_largest() -> None:
    assert FULL.sizes() == [10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000]
    assert FULL._replace(largest=150_000).sizes() == [10_000, 20_000, 50_000, 100_000, 150_000]
    assert FULL._replace(largest=0).sizes() == []


def test_intervals_hold_the_median_often_enough() -> None:
    assert of_median([7, 1, 6, 2, 5, 3, 4]) == (4, 1, 7)
    assert of_median(range(9)) == (4, 1, 7)
    assert of_median([5]) == (5, 5, 5)
    assert of_ratio([4, 4, 4], [2, 2, 2]) == (2, 2, 2)
    middle, low, high = of_ratio(range(10, 20), range(20, 40))
    assert low < middle < high < 1


def test_corpus_follows_from_its_seed_and_is_made_of_events() -> None:
    payloads = Corpus(1).take(2000)
    assert payloads == [payload for stretch in Corpus(1).stretches(2000) for payload in stretch]
    assert payloads != Corpus(2).take(2000)
    assert all(isinstance(receive(payload, max_bytes=2048), Received) for payload in payloads)
    assert 1300 < sum(map(len, payloads)) / len(payloads) < 1400


def test_corpus_is_as_real_producers_send() -> None:
    events = [json.loads(payload) for payload in Corpus().take(20_000)]
    times = [datetime.fromisoformat(event["eventTime"]) for event in events]
    assert times == sorted(set(times))
    started = [event["run"]["runId"] for event in events if event["eventType"] == "START"]
    ended = [event["run"]["runId"] for event in events if event["eventType"] == "COMPLETE"]
    assert started == sorted(set(started))
    assert started[: len(ended)] == ended
    assert 0 < len(started) - len(ended) < 100
    assert all(len(event["inputs"]) == len(event["outputs"]) == 1 for event in events)
    read = Counter(event["inputs"][0]["name"] for event in events)
    weights = sum(1 / rank for rank in range(1, DATASETS + 1))
    assert read.most_common(1)[0][1] == pytest.approx(len(events) / weights, rel=0.1)


def test_one_event_in_a_hundred_changes_a_record() -> None:
    said: dict[str, Any] = {}
    changed = 0
    for payload in Corpus().take(20_000):
        event = json.loads(payload)
        for dataset in (*event["inputs"], *event["outputs"]):
            for key, facet in dataset["facets"].items():
                changed += key == "lineproof_license" and said.get(key + dataset["name"], facet) != facet
                assert key.startswith("lineproof_") or said.get(key + dataset["name"], facet) == facet
                said[key + dataset["name"]] = facet
    assert 0.006 < changed / 20_000 < 0.012
