"""Events, as producers send them."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 1, 1, tzinfo=UTC)
PRODUCER = "https://example.org/tests"
SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/definitions/"


def event(number: int, **changes: Any) -> dict[str, Any]:
    """A run's end that writes a dataset; no two numbers give the same."""
    return {
        "eventTime": (START + timedelta(seconds=number)).isoformat(),
        "producer": PRODUCER,
        "schemaURL": f"{SCHEMA}RunEvent",
        "eventType": "COMPLETE",
        "run": {"runId": f"run-{number}"},
        "job": {"namespace": "tests", "name": f"job-{number % 7}"},
        "outputs": [{"namespace": "tests", "name": f"dataset-{number % 11}"}],
        **changes,
    }


def line(number: int, **changes: Any) -> bytes:
    """The event as one line, without its end."""
    return json.dumps(event(number, **changes)).encode()


def history(count: int, seed: int) -> list[bytes]:
    """Different events that contradict one another: few datasets and runs, few instants, facets said and taken back."""
    chance = random.Random(seed)  # noqa: S311 - the same history for the same seed
    said: dict[bytes, None] = {}
    while len(said) < count:
        said[json.dumps(_any_event(chance)).encode()] = None
    return list(said)


def _any_event(chance: random.Random) -> dict[str, Any]:
    at = START + timedelta(seconds=chance.randrange(60), microseconds=chance.choice([0, 1]))
    head = {"eventTime": at.isoformat(), "producer": f"{PRODUCER}/{chance.randrange(1000)}"}
    job = {"namespace": "tests", "name": f"job-{chance.randrange(5)}", "facets": _facets(chance, "documentation")}
    match chance.randrange(10):
        case 0:
            return {**head, "schemaURL": f"{SCHEMA}DatasetEvent", "dataset": _dataset(chance)}
        case 1:
            return {**head, "schemaURL": f"{SCHEMA}JobEvent", "job": job, "outputs": [_dataset(chance)]}
    return {
        **head,
        "schemaURL": f"{SCHEMA}RunEvent",
        "eventType": chance.choice(["START", "RUNNING", "COMPLETE", "FAIL", "ABORT", "OTHER"]),
        "run": {"runId": f"run-{chance.randrange(8)}", "facets": _facets(chance, "lineproof_transformation")},
        "job": job,
        "inputs": [_dataset(chance, "inputFacets") for _ in range(chance.randrange(3))],
        "outputs": [_dataset(chance, "outputFacets") for _ in range(chance.randrange(3))],
    }


def _dataset(chance: random.Random, own: str | None = None) -> dict[str, Any]:
    dataset: dict[str, Any] = {
        "namespace": "tests",
        "name": f"dataset-{chance.randrange(9)}",
        "facets": _facets(chance, "lineproof_license") | _facets(chance, "lineproof_quality"),
    }
    if own is not None:
        dataset[own] = _facets(chance, "outputStatistics")
    return dataset


def _facets(chance: random.Random, name: str) -> dict[str, Any]:
    head = {"_producer": PRODUCER, "_schemaURL": "https://example.org/facet"}
    match chance.randrange(6):
        case 0:
            return {name: {**head, "_deleted": True}}
        case 1 | 2:
            return {}
    value = chance.randrange(4)
    return {
        name: {
            **head,
            "assertions": [{"expression": f"LicenseRef-{value}", "status": "declared"}],
            "tier": ("priority", "professional", "cot", "archive")[value],
            "stageName": f"stage-{value}",
            "recordCount": value,
            "rowCount": value,
        }
    }
