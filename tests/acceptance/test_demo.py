"""`lineproof demo`: a newcomer's first command."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from conftest import Cli, environment
from lineproof.cli.invocation import program
from lineproof.errors import ConfigurationError
from lineproof.ledger.connection import Connection, Database
from lineproof.pipeline.demo.corpus import SOURCES, make_corpus
from lineproof.pipeline.demo.emitting import ActiveRun, Emitter
from lineproof.pipeline.demo.pipeline import run_pipeline
from lineproof.pipeline.demo.stages import STAGES
from lineproof_facets import schemas

ACCEPTED = f"{2 * len(STAGES) + 2} of {2 * len(STAGES) + 2} events accepted"
RESULT = "compiled/v1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run of the pipeline leaves."""
    made = tmp_path_factory.mktemp("demo")
    run_pipeline(made, Emitter(made / "events.ndjson"), lambda _: None)
    return made


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that the embedded server's user can go through, too."""
    made = Path(tempfile.mkdtemp(prefix="lineproof-demo-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def read_events(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.ndjson").read_bytes().splitlines()]


def outputs(folder: Path) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """The COMPLETE event that wrote a dataset, and the dataset in it, by name."""
    ended = [event for event in read_events(folder) if event["eventType"] == "COMPLETE"]
    return {dataset["name"]: (event, dataset) for event in ended for dataset in event.get("outputs", ())}


def described(folder: Path) -> dict[str, dict[str, Any]]:
    """The facets of each dataset as its last event has them."""
    found: dict[str, dict[str, Any]] = {}
    for event in read_events(folder):
        for dataset in (*event.get("inputs", ()), *event.get("outputs", ())):
            found.setdefault(dataset["name"], {}).update(dataset.get("facets", {}))
    return found


def lines(folder: Path, name: str) -> list[bytes]:
    return (folder / f"{name}.jsonl").read_bytes().splitlines()


def test_corpus_follows_from_its_seed_and_is_as_messy_as_real_ones() -> None:
    corpus = make_corpus(1)
    assert corpus == make_corpus(1) != make_corpus(2)
    assert {name: len(texts) for name, texts in corpus.items()} == SOURCES
    everything = "\n".join(line for texts in corpus.values() for line in texts)
    assert "\u00a0" in everything
    assert "\u0301" in everything
    assert "\uff41" in everything
    assert all("\n" not in line for texts in corpus.values() for line in texts)


def test_same_seed_makes_the_same_files(folder: Path, tmp_path: Path) -> None:
    run_pipeline(tmp_path, Emitter(tmp_path / "events.ndjson"), lambda _: None)
    for name in (*SOURCES, *(stage.writes for stage in STAGES)):
        assert lines(tmp_path, name) == lines(folder, name)


def test_counts_in_facets_are_those_of_the_files(folder: Path) -> None:
    written = outputs(folder)
    for stage in STAGES:
        event, dataset = written[stage.writes]
        transformation = event["run"]["facets"]["lineproof_transformation"]
        assert transformation["inputCount"] == sum(len(lines(folder, name)) for name in stage.reads)
        assert transformation["outputCount"] == len(lines(folder, stage.writes))
        assert dataset["outputFacets"]["outputStatistics"]["rowCount"] == transformation["outputCount"]
        read = {i["name"]: i["inputFacets"]["inputStatistics"]["rowCount"] for i in event["inputs"]}
        assert read == {name: len(lines(folder, name)) for name in stage.reads}
    for name, facets in described(folder).items():
        assert facets["lineproof_quality"]["recordCount"] == len(lines(folder, name))


def test_checksums_and_sizes_are_those_of_the_files(folder: Path) -> None:
    datasets = described(folder)
    assert len(datasets) == len(SOURCES) + len(STAGES)
    for name, facets in datasets.items():
        storage = facets["lineproof_storage"]
        stored = Path(storage["location"])
        assert stored == folder / f"{name}.jsonl"
        assert storage["size"] == stored.stat().st_size
        assert storage["checksum"] == {"algorithm": "sha256", "value": hashlib.sha256(stored.read_bytes()).hexdigest()}


def test_what_is_dropped_and_removed_is_told(folder: Path) -> None:
    written = outputs(folder)
    texts = [json.loads(line)["raw"] for line in lines(folder, "collected")]
    normalised = written["normalised"][0]["run"]["facets"]["lineproof_transformation"]
    dropped = normalised["parameters"]["dropped"]
    assert dropped["unparsable"] == sum(not text.endswith("}") for text in texts) > 0
    assert dropped["empty"] > 0
    assert normalised["inputCount"] - normalised["outputCount"] == sum(dropped.values())

    deduplicated = written["deduplicated"][0]["run"]["facets"]["lineproof_transformation"]
    told = deduplicated["deduplicationInfo"]
    distinct = {json.loads(line)["text"].casefold() for line in lines(folder, "normalised")}
    assert told["removed"] == deduplicated["inputCount"] - len(distinct) == sum(told["removed_by_source"].values()) > 0


def test_scores_and_shares_are_those_of_the_records(folder: Path) -> None:
    facets = described(folder)[RESULT]
    records = [json.loads(line) for line in lines(folder, RESULT)]
    for name, mean in facets["lineproof_quality"]["scores"].items():
        assert mean == pytest.approx(sum(r["scores"][name] for r in records) / len(records), abs=1e-4)
        assert 0 <= mean <= 1
    for parent in facets["lineproof_composition"]["parents"]:
        share = sum(r["source"] == parent["name"] for r in records) / len(records)
        assert parent["contributionRatio"] == pytest.approx(share, abs=1e-6)
    assert {p["name"] for p in facets["lineproof_composition"]["parents"]} == set(SOURCES)


def test_runs_start_and_end_below_the_pipelines_run(folder: Path) -> None:
    events = read_events(folder)
    pipeline = events[0]
    assert [pipeline["eventType"], events[-1]["eventType"]] == ["START", "COMPLETE"]
    assert pipeline["run"]["runId"] == events[-1]["run"]["runId"]
    for event in events[1:-1]:
        parent = event["run"]["facets"]["parent"]
        assert parent["run"]["runId"] == parent["root"]["run"]["runId"] == pipeline["run"]["runId"]
        assert parent["job"]["name"] == "demo"
    times = [event["eventTime"] for event in events]
    assert times == sorted(times)


def test_a_stage_that_raises_ends_in_fail(tmp_path: Path) -> None:
    emitter = Emitter(tmp_path / "events.ndjson")
    with pytest.raises(ZeroDivisionError), emitter.running(ActiveRun("here", "job")):
        raise ZeroDivisionError("no records")
    started, failed = read_events(tmp_path)
    assert [started["eventType"], failed["eventType"]] == ["START", "FAIL"]
    assert failed["run"]["facets"]["errorMessage"]["message"] == "no records"


def test_events_hold_to_the_standard(folder: Path, shared: Path) -> None:
    spec = shared / "openlineage-spec"
    core = json.loads((spec / "OpenLineage.json").read_text())
    own = [schemas.schema(name) for name in schemas.names()]
    documents = [core, *own, *(json.loads(path.read_text()) for path in (spec / "facets").glob("*.json"))]
    registry: Registry[Any] = Registry().with_resources((d["$id"], Resource.from_contents(d)) for d in documents)
    checker = FormatChecker()

    def check(reference: str, value: Any) -> None:
        Draft202012Validator({"$ref": reference}, registry=registry, format_checker=checker).validate(value)

    seen = set()
    for event in read_events(folder):
        check(event["schemaURL"], event)
        datasets = [*event.get("inputs", ()), *event.get("outputs", ())]
        holders = [event["run"], event["job"], *datasets]
        for holder in holders:
            for kind in ("facets", "inputFacets", "outputFacets"):
                for key, facet in holder.get(kind, {}).items():
                    check(facet["_schemaURL"], facet)
                    seen.add(key)
    assert {name for name in seen if name.startswith("lineproof_")} == {
        "lineproof_composition",
        "lineproof_license",
        "lineproof_purpose",
        "lineproof_quality",
        "lineproof_source",
        "lineproof_storage",
        "lineproof_transformation",
    }


def test_licences_land_as_license_types_and_it_works_twice(cli: Cli, reader: Connection, tmp_path: Path) -> None:
    for _ in range(2):
        done = cli("demo", LINEPROOF_HOME=str(tmp_path))
        assert done.returncode == 0, done.stderr
        assert ACCEPTED in done.stdout
    listed = json.loads(cli("list", "--namespace", "lineproof-demo", "-o", "json").stdout)
    types = {record["dataset_name"]: record["license_type"] for record in listed}
    assert {name: types[name] for name in SOURCES} == {
        "raw/journals": "cc_by",
        "raw/dialogues": "contracted",
        "raw/forum": "cc_by_nc",
        "raw/handouts": "unclear",
    }
    assert set(types) == {*SOURCES, *(stage.writes for stage in STAGES)}
    assert {types[stage.writes] for stage in STAGES} == {"unclear"}
    runs = reader.execute("SELECT state, count(*) FROM run GROUP BY state").fetchall()
    assert runs == [("COMPLETE", 2 * (len(STAGES) + 1))]


def test_it_shows_records_trail_and_lineage(cli: Cli, tmp_path: Path) -> None:
    done = cli("demo", "--dir", str(tmp_path / "files"))
    assert done.returncode == 0, done.stderr
    assert re.search(r"lineproof-demo#raw/forum +cc_by_nc +reddit +140 +Night Owls forum", done.stdout)
    assert re.search(r"updated +compiled/v1 +parents, quality priority, stages, storage", done.stdout)
    lineage = done.stdout.partition("Lineage")[2].partition("What to try next")[0]
    assert [line.strip("│├└─ ").split()[0] for line in lineage.splitlines()[1:] if line] == [
        *(stage.writes for stage in reversed(STAGES)),
        *sorted(SOURCES),
    ]
    assert "raw/dialogues  contracted" in lineage
    said = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    own = (str(tmp_path), sys.executable, "database ")
    assert max(len(line) for line in said if not any(part in line for part in own)) <= 100
    assert all(f"{stage.name} " in done.stderr for stage in STAGES)


@pytest.mark.parametrize("embedded", [False, True], ids=["DATABASE_URL", "embedded"])
def test_printed_commands_work(empty_database: Database, home: Path, *, embedded: bool) -> None:
    settings = environment(None if embedded else empty_database, LINEPROOF_HOME=str(home))
    done = subprocess.run(
        [sys.executable, "-m", "lineproof", "demo"], env=settings, cwd=home, capture_output=True, text=True, check=True
    )
    script = done.stdout.partition("What to try next\n")[2]
    assert f"export LINEPROOF_HOME={home}/demo" in script or not embedded
    assert (home / "demo" / "files").is_dir()
    assert not (home / "postgres").exists()

    tried = subprocess.run(
        ["sh", "-e"], input=script, env=settings, cwd=home, capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr
    assert "lineproof-demo#raw/handouts" in tried.stdout
    assert re.search(r"duplicates +12\b", tried.stdout)
    assert re.search(r"were made anew from \d+ entries", tried.stderr)

    again = subprocess.run(
        ["sh", "-e"],
        input="\n".join(line for line in script.splitlines() if line.startswith("export"))
        + f"\n{sys.executable} -m lineproof demo",
        env=settings,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ACCEPTED in again.stdout, again.stderr
    assert len(list((home / "demo" / "files").iterdir())) == 2


def test_schema_is_made_where_it_is_missing(empty_database: Database, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lineproof", "demo"],
        env=environment(empty_database, LINEPROOF_HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert ACCEPTED in done.stdout
    assert "applied migration 0001_roles" in done.stderr


def test_configuration_of_other_pipelines_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "openlineage.yml").write_text("filters: [{type: regex, regex: '.*'}]\n")
    done = cli(
        "demo",
        LINEPROOF_HOME=str(tmp_path),
        OPENLINEAGE_URL="http://127.0.0.1:9",
        OPENLINEAGE_CONFIG=str(tmp_path / "openlineage.yml"),
        OPENLINEAGE__TRANSPORT__TYPE="console",
    )
    assert done.returncode == 0, done.stderr
    assert ACCEPTED in done.stdout


def test_disabled_openlineage_is_one_clear_line(cli: Cli, tmp_path: Path) -> None:
    done = cli("demo", LINEPROOF_HOME=str(tmp_path), OPENLINEAGE_DISABLED="true")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("lineproof: OPENLINEAGE_DISABLED")
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_folder_with_something_in_it_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "events.ndjson").write_text("mine")
    done = cli("demo", "--dir", str(tmp_path))
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert (tmp_path / "events.ndjson").read_text() == "mine"


def test_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        run_pipeline(tmp_path / "file", Emitter(tmp_path / "file" / "events.ndjson"), lambda _: None)


def test_program_is_named_as_it_was_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / ".venv" / "bin" / "lineproof"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.chdir(tmp_path)
    assert program() == ".venv/bin/lineproof"
    monkeypatch.chdir(script.parent)
    assert program() == "./lineproof"
    monkeypatch.chdir("/")
    assert program() == str(script)[1:]
    monkeypatch.setenv("PATH", str(script.parent))
    assert program() == "lineproof"
    monkeypatch.setattr(sys, "argv", ["/somewhere/lineproof/__main__.py"])
    monkeypatch.setattr(sys, "executable", "/opt/my python/bin/python")
    monkeypatch.chdir(tmp_path)
    assert program() == "'/opt/my python/bin/python' -m lineproof"
