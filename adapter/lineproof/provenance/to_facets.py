"""From a provenance document to the facets that carry it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openlineage.client.generated.base import DatasetFacet
from openlineage.client.generated.datasource_dataset import DatasourceDatasetFacet
from openlineage.client.generated.documentation_dataset import DocumentationDatasetFacet
from openlineage.client.generated.storage_dataset import StorageDatasetFacet
from openlineage.client.generated.tags_dataset import TagsDatasetFacet, TagsDatasetFacetFields

import lineproof_facets as lf
from lineproof.provenance.audit import AuditInfo
from lineproof.provenance.documents import ProvenanceDocument
from lineproof.provenance.instants import iso
from lineproof.provenance.license import LicenseInfo
from lineproof.provenance.lineage import ProcessingLineage
from lineproof.provenance.source import SourceInfo
from lineproof.provenance.storage import Checksum, StorageInfo
from lineproof.provenance.verbatim import free_form, verbatim
from lineproof.terms import published_table
from lineproof_facets.vocabulary import ComplianceStatus, LicenseStatus, LicenseType, TransformationType


@dataclass(frozen=True, slots=True)
class DocumentFacets:
    """A document as facets: those of the dataset by key, and one for the run of each stage."""

    dataset: Mapping[str, DatasetFacet]
    stages: tuple[lf.LineproofTransformationRunFacet, ...]


def to_facets(document: ProvenanceDocument) -> DocumentFacets:
    """Put each field of a document into the facet that is its home.

    What the standard's facets can say is said there as well. `dataset_id` is left to the caller, who names
    the dataset by it.
    """
    facets: dict[str, DatasetFacet | None] = {
        "lineproof_source": _source(document.source_info),
        "lineproof_license": lf.LineproofLicenseDatasetFacet([_license(document.license_info)]),
        "lineproof_composition": _composition(document.processing_lineage),
        "lineproof_quality": _quality(document),
        "lineproof_storage": _storage(document.storage_info),
        "lineproof_document": _remainder(document),
        "lineproof_record": _record(document),
        **_standard(document),
    }
    dataset = {key: facet for key, facet in facets.items() if facet is not None}
    return DocumentFacets(dataset, _stages(document.processing_lineage))


def _source(info: SourceInfo) -> lf.LineproofSourceDatasetFacet:
    return lf.LineproofSourceDatasetFacet(
        info.source_id,
        sourceName=info.source_name,
        sourceType=info.source_type,
        sourceUrl=info.source_url,
        doi=info.doi,
        publicationDate=_iso(info.publication_date),
        authors=list(info.authors) or None,
        publisher=info.publisher,
        acquisitionMethod=info.acquisition_method,
        acquisitionDate=_iso(info.acquisition_date),
    )


def _license(info: LicenseInfo) -> lf.LicenseAssertion:
    none = info.license_type is LicenseType.NONE
    # a name that is an SPDX id of just this type serves as expression; anything less certain is left alone
    listed = info.license_name is not None and published_table().get(info.license_name) is info.license_type
    return lf.LicenseAssertion(
        info.license_name if listed else None,
        licenseType=info.license_type,
        name=info.license_name,
        url=info.license_url,
        status=LicenseStatus.NONE if none else LicenseStatus.DECLARED,
        validUntil=_iso(info.expiry),
        attributionRequired=info.attribution_required,
        commercialUseAllowed=info.commercial_use_allowed,
        modificationsAllowed=info.modifications_allowed,
        contractReference=info.contract_reference,
        restrictions=list(info.restrictions) or None,
        verificationStatus=info.verification_status,
        verifiedBy=info.verified_by,
        verifiedAt=_iso(info.verified_at),
    )


def _composition(lineage: ProcessingLineage) -> lf.LineproofCompositionDatasetFacet | None:
    parents = [
        lf.ParentDataset(parent.dataset_id, contributionRatio=parent.contribution_ratio)
        for parent in lineage.parent_datasets
    ]
    return lf.LineproofCompositionDatasetFacet(parents) if parents else None


def _quality(document: ProvenanceDocument) -> lf.LineproofQualityDatasetFacet | None:
    metadata = document.metadata
    scores = metadata.quality_scores.model_dump(exclude_none=True) or None
    if metadata.quality_tier is None and scores is None and metadata.record_count is None:
        return None
    return lf.LineproofQualityDatasetFacet(metadata.quality_tier, scores=scores, recordCount=metadata.record_count)


def _storage(info: StorageInfo) -> lf.LineproofStorageDatasetFacet | None:
    if info == StorageInfo():
        return None
    backups = [
        lf.Backup(
            backup.location,
            storageType=backup.storage_type,
            createdAt=_iso(backup.created_at),
            checksum=_checksum(backup.checksum),
        )
        for backup in info.backups
    ]
    return lf.LineproofStorageDatasetFacet(
        info.storage_type,
        location=info.location,
        fileFormat=info.file_format,
        compression=info.compression,
        size=info.size,
        checksum=_checksum(info.checksum),
        backups=backups or None,
    )


def _checksum(checksum: Checksum | None) -> lf.Checksum | None:
    return None if checksum is None else lf.Checksum(checksum.algorithm, checksum.value)


def _remainder(document: ProvenanceDocument) -> lf.LineproofDocumentDatasetFacet:
    told = _told_by_stages(document.processing_lineage)
    info = {key: value for key, value in _whole(document.processing_lineage).items() if key not in told}
    return lf.LineproofDocumentDatasetFacet(
        document.dataset_name,
        createdAt=_iso(document.created_at),
        acquiredAt=_iso(document.acquired_at),
        processedAt=_iso(document.processed_at),
        validatedAt=_iso(document.validated_at),
        publishedAt=_iso(document.published_at),
        updatedAt=_iso(document.updated_at),
        tags=list(document.metadata.tags) or None,
        language=document.metadata.language,
        notes=document.metadata.notes,
        deduplicationInfo=free_form(info.get("deduplicationInfo")),
        anonymizationInfo=free_form(info.get("anonymizationInfo")),
        verbatim=verbatim(info),
        claims=_claims(document.audit_info),
    )


def _claims(info: AuditInfo) -> lf.AuditClaims | None:
    if info == AuditInfo():
        return None
    findings = [
        lf.ClaimedFinding(
            finding.finding_id,
            findingType=finding.finding_type,
            severity=finding.severity,
            category=finding.category,
            description=finding.description,
            recommendation=finding.recommendation,
            status=finding.status,
            evidence=[lf.Evidence(**e.model_dump()) for e in finding.evidence] or None,
            affectedRecords=finding.affected_records,
        )
        for finding in info.findings
    ]
    status = None if info.compliance_status is ComplianceStatus.UNKNOWN else info.compliance_status
    return lf.AuditClaims(status, lastAudit=_iso(info.last_audit), findings=findings or None)


def _record(document: ProvenanceDocument) -> lf.LineproofRecordDatasetFacet | None:
    if document.provenance_id is None:
        return None
    return lf.LineproofRecordDatasetFacet(document.dataset_id, provenanceId=document.provenance_id)


def _standard(document: ProvenanceDocument) -> dict[str, DatasetFacet | None]:
    source, storage, metadata = document.source_info, document.storage_info, document.metadata
    described = source.source_name is not None or source.source_url is not None
    tags = [TagsDatasetFacetFields(tag, "true", "LINEPROOF") for tag in metadata.tags]
    return {
        "dataSource": DatasourceDatasetFacet(source.source_name, source.source_url) if described else None,
        "storage": None
        if storage.storage_type is None
        else StorageDatasetFacet(storage.storage_type.value, storage.file_format),
        "documentation": None if metadata.notes is None else DocumentationDatasetFacet(metadata.notes),
        "tags": TagsDatasetFacet(tags) if tags else None,
    }


def _stages(lineage: ProcessingLineage) -> tuple[lf.LineproofTransformationRunFacet, ...]:
    told = _told_by_stages(lineage)
    facets = []
    for index, stage in enumerate(lineage.stages):
        info = {key: value for key, value in _whole(lineage).items() if told.get(key) == index}
        facets.append(
            lf.LineproofTransformationRunFacet(
                stage.stage_name,
                stageOrder=stage.stage_order,
                transformationType=stage.transformation_type,
                startedAt=_iso(stage.started_at),
                completedAt=_iso(stage.completed_at),
                inputCount=stage.input_count,
                outputCount=stage.output_count,
                parameters=free_form(stage.parameters),
                tool=stage.tool,
                toolVersion=stage.tool_version,
                deduplicationInfo=free_form(info.get("deduplicationInfo")),
                anonymizationInfo=free_form(info.get("anonymizationInfo")),
                verbatim=verbatim({"parameters": stage.parameters, **info}),
            )
        )
    return tuple(facets)


def _whole(lineage: ProcessingLineage) -> dict[str, dict[str, Any]]:
    return {
        "deduplicationInfo": lineage.deduplication_info,
        "anonymizationInfo": lineage.anonymization_info,
    }


def _told_by_stages(lineage: ProcessingLineage) -> dict[str, int]:
    """Index of the last stage of the kind that deduplication and anonymisation info is about."""
    kinds = {
        "deduplicationInfo": TransformationType.DEDUPLICATION,
        "anonymizationInfo": TransformationType.ANONYMIZATION,
    }
    found = {}
    for index, stage in enumerate(lineage.stages):
        for key, kind in kinds.items():
            if stage.transformation_type is kind:
                found[key] = index
    return found


def _iso(moment: date | None) -> str | None:
    return None if moment is None else iso(moment)
