import itertools
import timeit
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.provenance.from_facets import from_facets
from lineproof.provenance.reading import Problem, StageFacts
from lineproof.provenance.sections import sections
from lineproof_facets import schemas


def read(facets: dict[str, Any], stages: Any = (), **options: Any) -> tuple[dict[str, Any], list[Problem]]:
    document, problems = sections("d", "D", facets, stages, namespace="lake", **options)
    assert from_facets("d", "D", facets, stages, namespace="lake", **options).document.as_json() == document
    return document, list(problems)


def license_info(*assertions: Any) -> dict[str, Any]:
    document, _ = read({"lineproof_license": {"assertions": list(assertions)}})
    found: dict[str, Any] = document["license_info"]
    return found


def test_undescribed_dataset() -> None:
    document, problems = read({})
    assert document == {
        "dataset_id": "d",
        "dataset_name": "D",
        "source_info": {"source_id": "lake"},
        "license_info": {"license_type": "unclear", "verification_status": "unverified"},
        "processing_lineage": {},
        "storage_info": {},
        "audit_info": {"compliance_status": "unknown"},
        "metadata": {},
    }
    assert problems == []


def test_empty_names_and_namespaces_fall_back() -> None:
    reading = from_facets("d", "", {}, namespace="")
    assert reading.document.dataset_name == "d"
    assert reading.document.source_info.source_id == "d"


def test_examples_are_read_without_problems() -> None:
    facets = {
        key: schemas.example(name)
        for name in schemas.names()
        if "Dataset" in name
        for key in schemas.schema(name)["properties"]
    }
    stages = [StageFacts(schemas.example("LineproofTransformationRunFacet"), "job")]
    document, problems = read(facets, stages)
    assert problems == []
    assert document["audit_info"]["compliance_status"] == "non_compliant"
    assert document["audit_info"]["last_audit"] == "2025-12-03T00:00:00Z"
    assert document["processing_lineage"]["stages"][0]["parameters"]["seed"] is None
    assert document["license_info"]["license_type"] == "unclear"


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ({"licenseType": "cc_by"}, "cc_by"),
        ({"expression": "CC-BY-NC-4.0"}, "cc_by_nc"),
        ({"expression": "LicenseRef-7", "licenseType": "contracted"}, "contracted"),
        ({"expression": "MIT", "licenseType": "cc_by"}, "unclear"),
        ({"status": "none"}, "none"),
        ({"status": "none", "expression": "MIT"}, "unclear"),
        ({"status": "unknown"}, "unclear"),
        ({"status": "unknown", "licenseType": "permissive"}, "unclear"),
        ({"status": "conflicting", "expression": "MIT"}, "unclear"),
        ({"status": "hearsay", "expression": "MIT"}, "unclear"),
        ({"licenseType": "free", "expression": "MIT"}, "unclear"),
        ({"licenseType": "permissive", "expression": 5}, "unclear"),
        ({"name": "MIT"}, "unclear"),
        ("MIT", "unclear"),
        (None, "unclear"),
    ],
)
def test_type_of_one_assertion(assertion: Any, expected: str) -> None:
    assert license_info(assertion)["license_type"] == expected


@pytest.mark.parametrize(
    ("assertion", "pointer"),
    [
        ({"expression": "MIT", "licenseType": "cc_by"}, "/assertions/0/licenseType"),
        ({"status": "none", "expression": "MIT"}, "/assertions/0/status"),
        ({"status": "unknown", "licenseType": "permissive"}, "/assertions/0/status"),
        ({"attributionRequired": "yes"}, "/assertions/0/attributionRequired"),
        ({"restrictions": ["a", 1]}, "/assertions/0/restrictions/1"),
        ("MIT", "/assertions/0"),
    ],
)
def test_problem_has_its_place(assertion: Any, pointer: str) -> None:
    _, problems = read({"lineproof_license": {"assertions": [assertion]}})
    assert [(p.facet, p.pointer) for p in problems] == [("lineproof_license", pointer)]


ASSERTION = st.fixed_dictionaries(
    {},
    optional={
        "licenseType": st.sampled_from(["permissive", "cc_by", "unclear"]),
        "attributionRequired": st.booleans(),
        "commercialUseAllowed": st.booleans(),
        "modificationsAllowed": st.booleans(),
        "verificationStatus": st.sampled_from(["verified", "pending", "unverified", "unclear"]),
        "validUntil": st.sampled_from(["2030-01-01", "2029-06-01T00:00:00Z"]),
    },
)


@given(st.lists(ASSERTION, min_size=2, max_size=3))
def test_several_assertions_stand_at_once(assertions: list[dict[str, Any]]) -> None:
    info = license_info(*assertions)
    types = {a.get("licenseType", "unclear") for a in assertions}
    assert info["license_type"] == (types.pop() if len(types) == 1 else "unclear")
    assert (info.get("attribution_required") is True) == any(a.get("attributionRequired") for a in assertions)
    for flag, key in (
        ("commercial_use_allowed", "commercialUseAllowed"),
        ("modifications_allowed", "modificationsAllowed"),
    ):
        assert (info.get(flag) is True) == all(a.get(key) for a in assertions)
    verified = all(a.get("verificationStatus") == "verified" for a in assertions)
    assert (info["verification_status"] == "verified") == verified
    for other in itertools.permutations(assertions):
        assert license_info(*other) == info


def test_several_assertions_keep_what_they_share() -> None:
    one = {"expression": "MIT", "url": "https://x", "validUntil": "2031-01-01", "restrictions": ["a", "b"]}
    other = {"expression": "BSD-3-Clause", "url": "https://x", "restrictions": ["b", "c"]}
    assert license_info(one, other) == {
        "license_type": "permissive",
        "license_name": "MIT; BSD-3-Clause",
        "license_url": "https://x",
        "expiry": "2031-01-01",
        "restrictions": ["a", "b", "c"],
        "verification_status": "unverified",
    }


def test_standard_facets_speak_where_own_are_silent() -> None:
    standard = {
        "dataSource": {"name": "duckdb", "uri": "duckdb://tea.duckdb"},
        "storage": {"storageLayer": "S3", "fileFormat": "Parquet"},
        "documentation": {"description": "Tea, by the cup"},
        "tags": {
            "tags": [
                {"key": "nightly", "value": "nightly", "source": "AIRFLOW"},
                {"key": "pii", "value": "true"},
                {"key": "team", "value": "data"},
                {"key": "pii", "value": "true", "field": "email"},
            ]
        },
    }
    document, problems = read(standard)
    assert document["source_info"] == {
        "source_id": "lake",
        "source_name": "duckdb",
        "source_url": "duckdb://tea.duckdb",
    }
    assert document["storage_info"] == {"storage_type": "s3", "file_format": "parquet"}
    assert document["metadata"] == {"notes": "Tea, by the cup", "tags": ["nightly", "pii", "team:data"]}
    own = {
        "lineproof_source": {"sourceId": "s", "sourceName": "Tea"},
        "lineproof_storage": {"fileFormat": "csv"},
        "lineproof_document": {"notes": "ours", "tags": ["t"]},
    }
    document, _ = read(standard | own)
    assert document["source_info"] == {
        "source_id": "s",
        "source_name": "Tea",
        "source_url": "duckdb://tea.duckdb",
    }
    assert document["storage_info"] == {"storage_type": "s3", "file_format": "csv"}
    assert document["metadata"] == {"notes": "ours", "tags": ["t"]}
    assert problems == []


def test_foreign_values_of_the_storage_facet_are_no_problem() -> None:
    document, problems = read({"storage": {"storageLayer": "iceberg", "fileFormat": "orc"}})
    assert (document["storage_info"], problems) == ({}, [])


@pytest.mark.parametrize("absent", [None, {"_deleted": True, "sourceId": "s"}])
def test_null_and_deleted_facets_are_absent(absent: Any) -> None:
    document, problems = read({"lineproof_source": absent})
    assert (document["source_info"], problems) == ({"source_id": "lake"}, [])


def test_facet_that_is_no_object_is_a_problem() -> None:
    _, problems = read({"lineproof_source": [1]})
    assert problems == [Problem("lineproof_source", "", "expected an object")]


def test_stages_are_ordered_and_completed_from_their_runs() -> None:
    began = datetime(2025, 1, 1, 12, tzinfo=UTC)
    stages = [
        StageFacts(None, "lake.unnamed", began, None, 7, 5),
        StageFacts({"stageName": "second", "stageOrder": 1, "inputCount": -1}, "job b", input_count=3),
        StageFacts({"stageName": "first", "stageOrder": 0, "startedAt": "2025-01-02"}, "job a", began),
        StageFacts({"stageOrder": 0}),
    ]
    document, problems = read({}, stages)
    assert document["processing_lineage"]["stages"] == [
        {"stage_name": "first", "stage_order": 0, "started_at": "2025-01-02T00:00:00Z"},
        {"stage_name": "second", "stage_order": 1, "input_count": 3},
        {
            "stage_name": "lake.unnamed",
            "started_at": "2025-01-01T12:00:00Z",
            "input_count": 7,
            "output_count": 5,
        },
    ]
    assert [(p.pointer, p.job) for p in problems] == [("/inputCount", "job b"), ("/stageName", None)]


def test_stage_tells_of_deduplication_where_the_document_does_not() -> None:
    stages = [
        StageFacts({"stageName": "a", "stageOrder": 0, "deduplicationInfo": {"removed": 1}}),
        StageFacts({"stageName": "b", "stageOrder": 1, "deduplicationInfo": {"removed": 2}}),
    ]
    document, _ = read({}, stages)
    assert document["processing_lineage"]["deduplication_info"] == {"removed": 2}
    document, _ = read({"lineproof_document": {"deduplicationInfo": {"removed": 3}}}, stages)
    assert document["processing_lineage"]["deduplication_info"] == {"removed": 3}


def test_parents_may_be_named_as_the_standard_names_datasets() -> None:
    parents = [{"namespace": "lake", "name": "raw"}, {"datasetId": "x"}, {"name": "y"}]
    facets = {"lineproof_composition": {"parents": parents}}
    document, problems = read(facets)
    assert document["processing_lineage"]["parent_datasets"] == [
        {"dataset_id": "lake/raw"},
        {"dataset_id": "x"},
    ]
    assert [p.pointer for p in problems] == ["/parents/2"]
    document, _ = read(facets, identify="{}:{}".format)
    assert document["processing_lineage"]["parent_datasets"][0] == {"dataset_id": "lake:raw"}


def test_reading_an_undescribed_dataset_is_quick() -> None:
    once = min(timeit.repeat(lambda: sections("d", "D", {}, namespace="n"), number=100, repeat=5)) / 100
    assert once < 0.001
