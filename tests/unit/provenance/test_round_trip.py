import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openlineage.client.serde import Serde

from lineproof.provenance.documents import SECTIONS, ProvenanceDocument, document_schema
from lineproof.provenance.from_facets import from_facets
from lineproof.provenance.reading import StageFacts
from lineproof.provenance.section import Section
from lineproof.provenance.sections import sections
from lineproof.provenance.to_facets import to_facets
from lineproof_facets import (
    FACETS,
    AcquisitionMethod,
    ComplianceStatus,
    Compression,
    FileFormat,
    FindingStatus,
    FindingType,
    LicenseType,
    QualityTier,
    Severity,
    SourceType,
    StorageType,
    TransformationType,
    VerificationStatus,
    from_dict,
)

TEXT = st.text(max_size=6)
NAME = st.text(min_size=1, max_size=6)
FLAG = st.booleans()
COUNT = st.integers(0, 2**63 - 1)
RATIO = st.floats(0, 1)
INSTANT = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    datetime.isoformat
)
DAY_OR_INSTANT = INSTANT | st.dates().map(lambda d: d.isoformat())
JSON = st.recursive(
    st.none() | FLAG | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.just(10**30) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
FREE_FORM = st.dictionaries(TEXT, JSON, max_size=2)


def some(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def many(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(strategy, max_size=2)


def one_of(kind: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([m.value for m in kind])


CHECKSUM = some({"algorithm": NAME, "value": NAME})
SOURCE = some(
    {"source_id": NAME},
    source_name=TEXT,
    source_type=one_of(SourceType),
    source_url=TEXT,
    doi=TEXT,
    publication_date=DAY_OR_INSTANT,
    authors=many(TEXT),
    publisher=TEXT,
    acquisition_method=one_of(AcquisitionMethod),
    acquisition_date=DAY_OR_INSTANT,
)
LICENSE = some(
    {"license_type": one_of(LicenseType)},
    license_name=TEXT | st.sampled_from(["CC-BY-4.0", "MIT", "CC-BY-SA-4.0", "NONE"]),
    license_url=TEXT,
    attribution_required=FLAG,
    commercial_use_allowed=FLAG,
    modifications_allowed=FLAG,
    contract_reference=TEXT,
    expiry=DAY_OR_INSTANT,
    restrictions=many(TEXT),
    verification_status=one_of(VerificationStatus),
    verified_by=TEXT,
    verified_at=INSTANT,
)
STAGE = some(
    {"stage_name": NAME},
    stage_order=st.integers(0, 3),
    transformation_type=one_of(TransformationType),
    started_at=INSTANT,
    completed_at=INSTANT,
    input_count=COUNT,
    output_count=COUNT,
    parameters=FREE_FORM,
    tool=TEXT,
    tool_version=TEXT,
)
LINEAGE = some(
    {},
    stages=st.lists(STAGE, max_size=3),
    parent_datasets=many(some({"dataset_id": NAME}, contribution_ratio=RATIO)),
    deduplication_info=FREE_FORM,
    anonymization_info=FREE_FORM,
)
STORAGE = some(
    {},
    storage_type=one_of(StorageType),
    location=TEXT,
    file_format=one_of(FileFormat),
    compression=one_of(Compression),
    size=COUNT,
    checksum=CHECKSUM,
    backups=many(
        NAME | some({"location": NAME}, storage_type=one_of(StorageType), created_at=INSTANT, checksum=CHECKSUM)
    ),
)
EVIDENCE = TEXT | some({"note": TEXT}, type=TEXT, url=TEXT, digest=TEXT)
AUDIT = some(
    {},
    compliance_status=one_of(ComplianceStatus),
    last_audit=DAY_OR_INSTANT,
    findings=many(
        some(
            {"finding_id": NAME},
            finding_type=one_of(FindingType),
            severity=one_of(Severity),
            category=TEXT,
            description=TEXT,
            recommendation=TEXT,
            status=one_of(FindingStatus),
            evidence=many(EVIDENCE),
            affected_records=COUNT,
        )
    ),
)
SCORES = some({}, empathy=RATIO, fidelity=RATIO, harmfulness=RATIO, domain_relevance=RATIO, overall=RATIO)
METADATA = some(
    {},
    quality_tier=one_of(QualityTier),
    record_count=COUNT,
    quality_scores=SCORES,
    tags=many(NAME),
    language=TEXT,
    notes=TEXT,
)
DOCUMENT = some(
    {"dataset_id": NAME, "dataset_name": NAME, "source_info": SOURCE, "license_info": LICENSE},
    provenance_id=NAME,
    created_at=INSTANT,
    acquired_at=INSTANT,
    processed_at=INSTANT,
    validated_at=INSTANT,
    published_at=INSTANT,
    updated_at=INSTANT,
    processing_lineage=LINEAGE,
    storage_info=STORAGE,
    audit_info=AUDIT,
    metadata=METADATA,
)
FOREIGN = st.dictionaries(
    st.sampled_from([key for key, entity in FACETS if entity == "dataset"])
    | st.sampled_from(["storage", "dataSource", "datasource", "documentation", "tags"]),
    st.deferred(lambda: ANYTHING),
)
KEYS = st.sampled_from(
    sorted(
        {"assertions", "parents", "checksum", "backups", "claims", "findings", "evidence", "verbatim"}
        | {"sourceId", "licenseType", "expression", "status", "validUntil", "recordCount", "scores", "tags"}
        | {"key", "value", "parameters", "stageName", "startedAt", "findingIds", "complianceStatus", "name"}
    )
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    JSON | st.just("\ud800") | st.just(float("nan")) | st.sampled_from(["MIT", "cc_by", "2025-01-01", "none"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | TEXT, inner, max_size=4),
    max_leaves=10,
)
property_test = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)


def stored(document: ProvenanceDocument) -> tuple[dict[str, Any], list[StageFacts]]:
    """The facets of a document as the ledger holds them: JSON written by the OpenLineage client."""
    facets = to_facets(document)
    dataset = {key: json.loads(Serde.to_json(facet)) for key, facet in facets.dataset.items()}
    return dataset, [StageFacts(json.loads(Serde.to_json(facet))) for facet in facets.stages]


@property_test
@given(DOCUMENT)
def test_document_comes_back_from_its_facets(given_document: dict[str, Any]) -> None:
    document = ProvenanceDocument.model_validate(given_document)
    dataset, stages = stored(document)
    reading = from_facets(document.dataset_id, "another name", dataset, stages, namespace="elsewhere", claims=True)
    assert reading.problems == ()
    assert reading.document == document


@property_test
@given(DOCUMENT)
def test_document_comes_back_from_its_json(given_document: dict[str, Any]) -> None:
    document = ProvenanceDocument.model_validate(given_document)
    plain = document.as_json()
    assert ProvenanceDocument.model_validate(plain) == document
    assert ProvenanceDocument.model_validate_json(json.dumps(plain)) == document
    Draft202012Validator(document_schema()).validate(plain)


@property_test
@given(DOCUMENT)
def test_sections_are_the_plain_form_of_the_document(given_document: dict[str, Any]) -> None:
    document = ProvenanceDocument.model_validate(given_document)
    dataset, stages = stored(document)
    plain, _ = sections(document.dataset_id, "x", dataset, stages, namespace="n", claims=True)
    assert plain == document.as_json()
    assert [key for key in plain if key in SECTIONS] == list(SECTIONS)


@property_test
@given(DOCUMENT)
def test_own_facets_come_back_as_classes(given_document: dict[str, Any]) -> None:
    facets = to_facets(ProvenanceDocument.model_validate(given_document))
    for key, facet in facets.dataset.items():
        if key.startswith("lineproof_"):
            assert from_dict(FACETS[key, "dataset"], json.loads(Serde.to_json(facet))) == facet
    for stage in facets.stages:
        assert from_dict(type(stage), json.loads(Serde.to_json(stage))) == stage


@property_test
@given(FOREIGN, st.lists(ANYTHING, max_size=2), FLAG)
def test_foreign_facets_are_never_an_error(facets: dict[str, Any], stages: list[Any], claims: bool) -> None:
    facts = [StageFacts(stage) for stage in stages]
    reading = from_facets("id", "name", facets, facts, namespace="lake", claims=claims)
    plain, problems = sections("id", "name", facets, facts, namespace="lake", claims=claims)
    assert plain == reading.document.as_json()
    assert problems == reading.problems
    if not isinstance(facets.get("lineproof_license"), dict):
        assert reading.document.license_info.license_type is LicenseType.UNCLEAR


@pytest.mark.parametrize("key", ["lineproof_document", "lineproof_license", "documentation"])
def test_claimed_compliance_is_no_conclusion(key: str) -> None:
    document = ProvenanceDocument.model_validate(
        {
            "dataset_id": "d",
            "dataset_name": "D",
            "source_info": {"source_id": "s"},
            "license_info": {"license_type": "none"},
            "audit_info": {"compliance_status": "compliant", "findings": [{"finding_id": "f"}]},
        }
    )
    dataset, stages = stored(document)
    dataset.setdefault(key, {})["complianceStatus"] = "compliant"
    reading = from_facets("d", "D", dataset, stages, namespace="n")
    assert reading.document.audit_info.compliance_status is ComplianceStatus.UNKNOWN
    assert reading.document.audit_info.findings == ()


COMPLETE: dict[str, Any] = {
    "provenance_id": "3f0e7c52-6a0f-5d7e-9a54-0d3f6f0a9b11",
    "dataset_id": "dialogues",
    "dataset_name": "Dialogues",
    "created_at": "2025-01-01T00:00:00Z",
    "acquired_at": "2025-01-02T00:00:00Z",
    "processed_at": "2025-01-03T00:00:00Z",
    "validated_at": "2025-01-04T00:00:00Z",
    "published_at": "2025-01-05T00:00:00Z",
    "updated_at": "2025-01-06T00:00:00.5Z",
    "source_info": {
        "source_id": "s",
        "source_name": "Source",
        "source_type": "journal",
        "source_url": "https://example.org/s",
        "doi": "10.5555/s",
        "publication_date": "2024-12-01",
        "authors": ["A", "B"],
        "publisher": "P",
        "acquisition_method": "api",
        "acquisition_date": "2025-01-02",
    },
    "license_info": {
        "license_type": "cc_by",
        "license_name": "CC-BY-4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "attribution_required": True,
        "commercial_use_allowed": True,
        "modifications_allowed": False,
        "contract_reference": "C-1",
        "expiry": "2030-01-01",
        "restrictions": ["no resale"],
        "verification_status": "verified",
        "verified_by": "legal",
        "verified_at": "2025-01-07T00:00:00Z",
    },
    "processing_lineage": {
        "stages": [
            {
                "stage_name": "deduplicate",
                "stage_order": 0,
                "transformation_type": "deduplication",
                "started_at": "2025-01-03T00:00:00Z",
                "completed_at": "2025-01-03T01:00:00Z",
                "input_count": 10,
                "output_count": 9,
                "parameters": {"seed": None, "deep": [{}, None, 1.5]},
                "tool": "t",
                "tool_version": "1",
            }
        ],
        "parent_datasets": [{"dataset_id": "raw", "contribution_ratio": 1.0}],
        "deduplication_info": {"removed": 1, "kept": None},
        "anonymization_info": {"method": "none"},
    },
    "storage_info": {
        "storage_type": "s3",
        "location": "s3://b/k",
        "file_format": "jsonl",
        "compression": "zstd",
        "size": 2**40,
        "checksum": {"algorithm": "sha256", "value": "00"},
        "backups": [
            {
                "location": "/b",
                "storage_type": "local",
                "created_at": "2025-01-08T00:00:00Z",
                "checksum": {"algorithm": "md5", "value": "01"},
            }
        ],
    },
    "audit_info": {
        "compliance_status": "compliant",
        "last_audit": "2025-01-09",
        "findings": [
            {
                "finding_id": "f",
                "finding_type": "other",
                "severity": "low",
                "category": "c",
                "description": "d",
                "recommendation": "r",
                "status": "dismissed",
                "evidence": [{"type": "t", "url": "u", "digest": "sha256:00", "note": "n"}],
                "affected_records": 3,
            }
        ],
    },
    "metadata": {
        "quality_tier": "cot",
        "record_count": 9,
        "quality_scores": {
            "empathy": 0.1,
            "fidelity": 0.2,
            "harmfulness": 0.3,
            "domain_relevance": 0.4,
            "overall": 0.5,
        },
        "tags": ["t"],
        "language": "en",
        "notes": "n",
    },
}


def unset(model: Section, path: str = "") -> list[str]:
    """Paths of all fields below a model that nothing was given for."""
    found = [f"{path}{name}" for name in type(model).model_fields if name not in model.model_fields_set]
    for name in type(model).model_fields:
        value = getattr(model, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Section):
                found += unset(item, f"{path}{name}.")
    return found


def test_every_field_has_a_home() -> None:
    document = ProvenanceDocument.model_validate(COMPLETE)
    assert unset(document) == []
    dataset, stages = stored(document)
    reading = from_facets("dialogues", "x", dataset, stages, namespace="n", claims=True)
    assert reading.document.as_json() == document.as_json()
    assert document.as_json() == COMPLETE | {"updated_at": "2025-01-06T00:00:00.500000Z"}
