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
Name = str | tuple[str, str]
"""A dataset's name in the lake, or its namespace and name."""


def day(number: int) -> str:
    """Midnight of a day of January 2024."""
    return f"2024-01-{number:02}T00:00:00Z"


def described(name: Name, at: int, facets: Facets, authority: str = "producer") -> Said:
    """A DatasetEvent that gives a dataset facets."""
    return _said("DatasetEvent", at, authority, dataset={**thing(name), "facets": facets})


def ran(
    run_id: str,
    at: int,
    event_type: str,
    *,
    reads: Iterable[Name] = (),
    writes: Iterable[Name] = (),
    transformation: Any = None,
    facets: Facets | None = None,
    run_facets: Facets | None = None,
    job_facets: Facets | None = None,
    job: str = "nightly",
    authority: str = "producer",
) -> Said:
    """A RunEvent that reads and writes datasets; `facets` go to those written."""
    return _said(
        "RunEvent",
        at,
        authority,
        eventType=event_type,
        run={"runId": run_id, "facets": {"lineproof_transformation": transformation, **(run_facets or {})}},
        job={"namespace": "jobs", "name": job, "facets": job_facets},
        inputs=[thing(name) for name in reads],
        outputs=[{**thing(name), "facets": facets} for name in writes],
    )


def planned(
    at: int,
    *,
    reads: Iterable[Name] = (),
    writes: Iterable[Name] = (),
    facets: Facets | None = None,
    job_facets: Facets | None = None,
    job: str = "nightly",
    authority: str = "producer",
) -> Said:
    """A JobEvent that reads and writes datasets; `facets` go to those written."""
    return _said(
        "JobEvent",
        at,
        authority,
        job={"namespace": "jobs", "name": job, "facets": job_facets},
        inputs=[thing(name) for name in reads],
        outputs=[{**thing(name), "facets": facets} for name in writes],
    )


def thing(name: Name) -> dict[str, Any]:
    """What identifies a dataset; without a namespace it is in the lake."""
    namespace, bare = (NAMESPACE, name) if isinstance(name, str) else name
    return {"namespace": namespace, "name": bare}


def changed(state: str, previous: Name | None = None) -> dict[str, Any]:
    """Facets that tell a change of a dataset's state."""
    former = {} if previous is None else {"previousIdentifier": thing(previous)}
    return {"lifecycleStateChange": {"lifecycleStateChange": state, **former}}


def licensed(expression: str, **more: Any) -> dict[str, Any]:
    """Facets that put a dataset under a licence."""
    return {"lineproof_license": {"assertions": [{"expression": expression, **more}]}}


def sample(name: str) -> dict[str, Any]:
    """The package's example of a dataset facet, by the facet's key."""
    return example(f"Lineproof{name.removeprefix('lineproof_').title()}DatasetFacet")


def _said(kind: str, at: int, authority: str, **body: Any) -> Said:
    event = {"eventTime": day(at), "producer": PRODUCER, "schemaURL": SPEC + kind, **body}
    return Said(json.dumps(event).encode(), authority)
