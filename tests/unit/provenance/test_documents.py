from datetime import UTC, date, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from lineproof.provenance.documents import ProvenanceDocument, document_schema
from lineproof.provenance.instants import day_or_instant, instant

LEAST: dict[str, Any] = {
    "dataset_id": "d",
    "dataset_name": "D",
    "source_info": {"source_id": "s"},
    "license_info": {"license_type": "unclear"},
}


def problems(document: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(ValidationError) as refused:
        ProvenanceDocument.model_validate(document)
    return {".".join(map(str, e["loc"])): e["msg"] for e in refused.value.errors()}


def test_least_document() -> None:
    document = ProvenanceDocument.model_validate(LEAST)
    assert document.license_info.verification_status == "unverified"
    assert document.audit_info.compliance_status == "unknown"


def test_what_is_required_is_named() -> None:
    assert list(problems({})) == ["dataset_id", "dataset_name", "source_info", "license_info"]
    inner = problems(LEAST | {"source_info": {}, "license_info": {}})
    assert list(inner) == ["source_info.source_id", "license_info.license_type"]


@pytest.mark.parametrize(
    ("part", "at", "said"),
    [
        ({"colour": "red"}, "colour", "Extra inputs are not permitted"),
        ({"metadata": {"colour": "red"}}, "metadata.colour", "Extra inputs are not permitted"),
        ({"dataset_id": ""}, "dataset_id", "at least 1 character"),
        ({"license_info": {"license_type": "mit"}}, "license_info.license_type", "'permissive'"),
        ({"metadata": {"record_count": -1}}, "metadata.record_count", "greater than or equal to 0"),
        ({"metadata": {"record_count": True}}, "metadata.record_count", "valid integer"),
        ({"metadata": {"record_count": 2**63}}, "metadata.record_count", "less than or equal"),
        ({"metadata": {"quality_scores": {"overall": 1.1}}}, "metadata.quality_scores.overall", "equal to 1"),
        ({"created_at": "yesterday"}, "created_at", "ISO 8601"),
        ({"created_at": 1}, "created_at", "ISO 8601"),
        ({"created_at": "0001-01-01T00:00:00+01:00"}, "created_at", "between the years 1 and 9999"),
        ({"created_at": "2025-02-30"}, "created_at", "day is out of range"),
        ({"storage_info": {"checksum": {"value": "x"}}}, "storage_info.checksum.algorithm", "required"),
        (
            {"processing_lineage": {"deduplication_info": {"x": float("nan")}}},
            "processing_lineage.deduplication_info",
            "finite",
        ),
        (
            {"audit_info": {"findings": [{"finding_id": "f", "evidence": [{}]}]}},
            "audit_info.findings.0.evidence.0",
            "evidence names none",
        ),
    ],
)
def test_refusal_says_where_and_why(part: dict[str, Any], at: str, said: str) -> None:
    assert said in problems(LEAST | part)[at]


def test_nesting_has_a_bound() -> None:
    deep: dict[str, Any] = {}
    for _ in range(10_000):
        deep = {"x": deep}
    found = problems(LEAST | {"processing_lineage": {"deduplication_info": deep}})
    assert "no deeper than 64" in found["processing_lineage.deduplication_info"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-02T03:04:05Z", datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2025-01-02 03:04", datetime(2025, 1, 2, 3, 4, tzinfo=UTC)),
        ("2025-01-02t03:04:05.1z", datetime(2025, 1, 2, 3, 4, 5, 100_000, tzinfo=UTC)),
        ("2025-01-02T03:04:05.123456789+05:45", datetime(2025, 1, 1, 21, 19, 5, 123_456, tzinfo=UTC)),
        ("2025-01-02", datetime(2025, 1, 2, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_utc(text: str, moment: datetime) -> None:
    assert instant(text) == moment
    assert instant(text).utcoffset() == moment.utcoffset()


def test_a_day_stays_a_day() -> None:
    assert day_or_instant("2025-01-02") == date(2025, 1, 2)
    assert day_or_instant(date(2025, 1, 2)) == date(2025, 1, 2)


def test_stages_stand_in_their_order() -> None:
    stages = [
        {"stage_name": n, **({} if o is None else {"stage_order": o})}
        for n, o in (("z", None), ("b", 1), ("a", 0), ("c", 1))
    ]
    document = ProvenanceDocument.model_validate(LEAST | {"processing_lineage": {"stages": stages}})
    assert [s.stage_name for s in document.processing_lineage.stages] == ["a", "b", "c", "z"]


def test_text_alone_stands_for_backups_and_evidence() -> None:
    document = ProvenanceDocument.model_validate(
        LEAST
        | {
            "storage_info": {"backups": ["/b"]},
            "audit_info": {"findings": [{"finding_id": "f", "evidence": ["seen"]}]},
        }
    )
    assert document.as_json()["storage_info"] == {"backups": [{"location": "/b"}]}
    assert document.as_json()["audit_info"]["findings"][0]["evidence"] == [{"note": "seen"}]


def test_schema_is_a_json_schema_with_descriptions() -> None:
    schema = document_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["required"] == ["dataset_id", "dataset_name", "source_info", "license_info"]
    for described in (schema, *schema["$defs"].values()):
        assert described["description"]
        for name, field in described.get("properties", {}).items():
            assert field.get("description"), name
    check = Draft202012Validator(schema)
    assert check.is_valid(LEAST)
    assert not check.is_valid(LEAST | {"colour": "red"})
    assert not check.is_valid(LEAST | {"license_info": {"license_type": "mit"}})
