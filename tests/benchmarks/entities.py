"""The corpus's jobs and datasets as JSON text, with the facets that real producers give them."""

import json
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final

__all__ = ["PRODUCER", "input_dataset", "job_text", "output_dataset", "run_facets"]

PRODUCER: Final = "https://example.org/etl"
"""What the events name as their producer."""

_STANDARD: Final = "https://openlineage.io/spec/facets"
_OWN: Final = "https://w3id.org/lineproof/facets/1-0-0"
_LICENSES: Final = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "MIT", "ODbL-1.0", "LicenseRef-agreement-12")
_TIERS: Final = ("archive", "professional", "priority")
_COLUMNS: Final = (("id", "bigint"), ("region", "varchar"), ("changed", "timestamp"))


@cache
def job_text(job: int, *, ended: bool) -> bytes:
    """A job; at the start of a run some say what kind they are, others their query, others nothing."""
    facets: dict[str, Any] = {}
    if job % 4 == 1 and not ended:
        facets["jobType"] = _facet("2-0-3/JobTypeJobFacet", processingType="BATCH", integration="DBT", jobType="MODEL")
    if job % 4 == 3 and not ended:
        query = f"INSERT INTO t_{job:04} SELECT id, max(changed) FROM s_{job:04} GROUP BY id"
        facets["sql"] = _facet("1-1-0/SQLJobFacet", query=query)
    return _text({"namespace": "etl", "name": f"daily.table_{job:04}", "facets": facets})


def run_facets(job: int, at: datetime) -> bytes:
    """The facets of a run at its start: when it should have begun, or what it runs on."""
    return _SCHEDULED % at.replace(microsecond=0).isoformat().encode() if job % 2 else _ON_SPARK


@cache
def input_dataset(dataset: int) -> bytes:
    """A dataset that is read: its columns, or where it lies."""
    source = _facet("1-0-1/DatasourceDatasetFacet", name=_store(dataset), uri=_store(dataset))
    return _text({**_name(dataset), "facets": {"dataSource": source} if dataset % 4 == 0 else _schema(dataset)})


def output_dataset(dataset: int, version: int, rows: int | None) -> bytes:
    """A dataset that is written, under the licence and of the quality of that version; at the end with its rows."""
    return _described(dataset, version) + (b"}" if rows is None else _COUNTED % rows)


@lru_cache(maxsize=16_384)
def _described(dataset: int, version: int) -> bytes:
    expression = _LICENSES[(dataset + version) % len(_LICENSES)]
    facets = {
        **(_schema(dataset) if dataset % 4 == 0 else {}),
        "lineproof_license": _own_facet(
            "LineproofLicenseDatasetFacet", assertions=[{"expression": expression, "status": "declared"}]
        ),
    }
    if dataset % 4 == 2:
        tier = _TIERS[(dataset + version) % len(_TIERS)]
        facets["lineproof_quality"] = _own_facet("LineproofQualityDatasetFacet", tier=tier, recordCount=dataset * 131)
    return _text({**_name(dataset), "facets": facets})[:-1]


def _store(dataset: int) -> str:
    return "postgres://warehouse:5432" if dataset % 8 < 4 else "s3://lake"


def _name(dataset: int) -> dict[str, Any]:
    return {"namespace": _store(dataset), "name": f"sales.table_{dataset:05}"}


def _schema(dataset: int) -> dict[str, Any]:
    fields = [{"name": name, "type": kind} for name, kind in _COLUMNS[: 2 + dataset % 2]]
    return {"schema": _facet("1-1-1/SchemaDatasetFacet", fields=fields)}


def _facet(versioned: str, **members: Any) -> dict[str, Any]:
    name = versioned.rpartition("/")[2]
    return {"_producer": PRODUCER, "_schemaURL": f"{_STANDARD}/{versioned}.json#/$defs/{name}", **members}


def _own_facet(name: str, **members: Any) -> dict[str, Any]:
    return {"_producer": PRODUCER, "_schemaURL": f"{_OWN}/{name}.json#/$defs/{name}", **members}


def _text(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


# Facets that differ from run to run, with a place for what differs.
_SCHEDULED: Final = _text({"nominalTime": _facet("1-0-1/NominalTimeRunFacet", nominalStartTime="%b")})
_ON_SPARK: Final = _text({"processing_engine": _facet("1-1-1/ProcessingEngineRunFacet", version="3.5.4", name="spark")})
_COUNTED: Final = b',"outputFacets":%b}' % _text(
    {"outputStatistics": _facet("1-0-2/OutputStatisticsOutputDatasetFacet", rowCount="%d")}
).replace(b'"%d"', b"%d")
