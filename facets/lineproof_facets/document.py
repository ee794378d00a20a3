# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_document`: what a provenance document holds beyond the other facets."""

from typing import Any

import attr
from openlineage.client.generated.base import DatasetFacet
from openlineage.client.utils import RedactMixin

from lineproof_facets.evidence import Evidence
from lineproof_facets.vocabulary import ComplianceStatus, FindingStatus, FindingType, Severity


@attr.define
class ClaimedFinding(RedactMixin):
    """A finding as a document tells of it."""

    findingId: str
    """Identifier of the finding."""

    findingType: FindingType | None = attr.field(
        default=None, converter=attr.converters.optional(FindingType), kw_only=True
    )
    """What the finding is about."""

    severity: Severity | None = attr.field(default=None, converter=attr.converters.optional(Severity), kw_only=True)
    """How grave the finding is."""

    category: str | None = attr.field(default=None, kw_only=True)
    """Finer class of the finding, free text."""

    description: str | None = attr.field(default=None, kw_only=True)
    """What was found."""

    recommendation: str | None = attr.field(default=None, kw_only=True)
    """What to do about it."""

    status: FindingStatus | None = attr.field(
        default=None, converter=attr.converters.optional(FindingStatus), kw_only=True
    )
    """How far the work on the finding has come."""

    evidence: list[Evidence] | None = attr.field(default=None, kw_only=True)
    """What the finding rests on."""

    affectedRecords: int | None = attr.field(default=None, kw_only=True)
    """Number of records that the finding touches."""


@attr.define
class AuditClaims(RedactMixin):
    """What a document claims about audits; a claim, never a conclusion."""

    complianceStatus: ComplianceStatus | None = attr.field(
        default=None, converter=attr.converters.optional(ComplianceStatus)
    )
    """Compliance status that the document claims."""

    lastAudit: str | None = attr.field(default=None, kw_only=True)
    """Date or time of the audit that the document claims, ISO 8601."""

    findings: list[ClaimedFinding] | None = attr.field(default=None, kw_only=True)
    """Findings that the document tells of."""


@attr.define
class LineproofDocumentDatasetFacet(DatasetFacet):
    """Remainder of a provenance document: name, timestamps, words about it, claims of audits."""

    datasetName: str | None = attr.field(default=None)
    """Name of the dataset as people know it."""

    createdAt: str | None = attr.field(default=None, kw_only=True)
    """When the record was created, ISO 8601."""

    acquiredAt: str | None = attr.field(default=None, kw_only=True)
    """When the dataset was acquired, ISO 8601."""

    processedAt: str | None = attr.field(default=None, kw_only=True)
    """When the dataset was processed, ISO 8601."""

    validatedAt: str | None = attr.field(default=None, kw_only=True)
    """When the dataset was validated, ISO 8601."""

    publishedAt: str | None = attr.field(default=None, kw_only=True)
    """When the dataset was published, ISO 8601."""

    updatedAt: str | None = attr.field(default=None, kw_only=True)
    """When the record was last updated, ISO 8601."""

    tags: list[str] | None = attr.field(default=None, kw_only=True)
    """Tags of the dataset."""

    language: str | None = attr.field(default=None, kw_only=True)
    """Language of the data, as a BCP 47 tag where possible."""

    notes: str | None = attr.field(default=None, kw_only=True)
    """Free text about the dataset."""

    deduplicationInfo: dict[str, Any] | None = attr.field(default=None, kw_only=True)
    """What is known of deduplication where no stage tells it."""

    anonymizationInfo: dict[str, Any] | None = attr.field(default=None, kw_only=True)
    """What is known of anonymisation where no stage tells it."""

    verbatim: dict[str, str] | None = attr.field(default=None, kw_only=True)
    """JSON text of those free-form properties that hold nulls, by property name; the text wins."""

    claims: AuditClaims | None = attr.field(default=None, kw_only=True)
    """What the document claims about audits."""

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofDocumentDatasetFacet.json#/$defs/LineproofDocumentDatasetFacet"
        )
