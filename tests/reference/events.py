"""Events made by hand, for histories that are told one by one."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lineproof_facets.schemas import example
from reference.heard import Said

SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/"
PRODUCER = "https://example.org/pipelines/lake"
NAMESPACE = "lake"

OTHERS: dict[str, dict[str, Any]] = {
    "lineproof_license": {"assertions": [{"expression": "MIT"}]},
    "lineproof_source": {"sourceId": "elsewhere"},
    "lineproof_quality": {"tier": "archive"},
    "lineproof_storage": {"location": "file:///elsewhere"},
    "lineproof_composition": {"parents": [{"datasetId": "elsewhere"}]},
    "lineproof_document": {"notes": "elsewhere"},
}
"""Something else than the example, for each facet that a record is made of."""

Facets = Mapping[str, Any]


def day(number: int) -> str:
    """Midnight of a day of January 2024."""
    return f"2024-01-{number:02}T00:00:00Z"


def described(name: str, at: int, facets: Facets, authority: str = "producer") -> Said:
    """A DatasetEvent that gives a dataset facets."""
    return _said("DatasetEvent", at, authority, dataset={"namespace": NAMESPACE, "name": name, "facets": facets})


def ran(
    run_id: str,
    at: int,
    event_type: str,
    *,
    reads: Iterable[str] = (),
    writes: Iterable[str] = (),
    transformation: Any = None,
    facets: Facets | None = None,
    job: str = "nightly",
    authority: str = "producer",
) -> Said:
    """A RunEvent that reads and writes datasets; `facets` go to those written."""
    return _said(
        "RunEvent",
        at,
        authority,
        eventType=event_type,
        run={"runId": run_id, "facets": {"lineproof_transformation": transformation}},
        job={"namespace": "jobs", "name": job},
        inputs=[{"namespace": NAMESPACE, "name": name} for name in reads],
        outputs=[{"namespace": NAMESPACE, "name": name, "facets": facets} for name in writes],
    )


def licensed(expression: str, **more: Any) -> dict[str, Any]:
    """Facets that put a dataset under a licence."""
    return {"lineproof_license": {"assertions": [{"expression": expression, **more}]}}


def sample(name: str) -> dict[str, Any]:
    """The package's example of a dataset facet, by the facet's key."""
    return example(f"Lineproof{name.removeprefix('lineproof_').title()}DatasetFacet")


def _said(kind: str, at: int, authority: str, **body: Any) -> Said:
    event = {"eventTime": day(at), "producer": PRODUCER, "schemaURL": SPEC + kind, **body}
    return Said(json.dumps(event).encode(), authority)
