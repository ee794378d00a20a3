"""OpenLineage facets for licence, source, quality and audit of datasets.

They are sent with `openlineage-python` like the standard's own; nothing else need be installed:

    from openlineage.client.event_v2 import OutputDataset
    from lineproof_facets import LicenseAssertion, LineproofLicenseDatasetFacet

    OutputDataset("lake", "dialogues", facets={
        "lineproof_license": LineproofLicenseDatasetFacet([LicenseAssertion("CC-BY-4.0")]),
    })
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lineproof_facets.composition import LineproofCompositionDatasetFacet, ParentDataset
    from lineproof_facets.conclusion import EffectiveTerm, LineproofConclusionDatasetFacet, TermOrigin
    from lineproof_facets.delivery import (
        LineproofDeliveryDatasetFacet,
        LineproofDeliveryJobFacet,
        LineproofDeliveryRunFacet,
    )
    from lineproof_facets.document import AuditClaims, ClaimedFinding, LineproofDocumentDatasetFacet
    from lineproof_facets.evidence import Evidence
    from lineproof_facets.license import LicenseAssertion, LineproofLicenseDatasetFacet
    from lineproof_facets.naming import JobName, LineproofNamingJobFacet, NamingRule, RenamedJob
    from lineproof_facets.purpose import LineproofPurposeJobFacet
    from lineproof_facets.quality import LineproofQualityDatasetFacet
    from lineproof_facets.record import LineproofRecordDatasetFacet
    from lineproof_facets.registry import FACETS, Entity
    from lineproof_facets.source import LineproofSourceDatasetFacet
    from lineproof_facets.storage import Backup, Checksum, LineproofStorageDatasetFacet
    from lineproof_facets.structure import from_dict
    from lineproof_facets.transformation import LineproofTransformationRunFacet
    from lineproof_facets.vocabulary import (
        AcquisitionMethod,
        ComplianceStatus,
        Compression,
        FileFormat,
        FindingStatus,
        FindingType,
        LicenseEffect,
        LicenseStatus,
        LicenseType,
        NameCase,
        PartitionStyle,
        QualityTier,
        Severity,
        SourceType,
        StorageType,
        TermKind,
        TrailingSlash,
        TransformationType,
        UseContext,
        VerificationStatus,
        WriteMode,
    )

__all__ = [
    "FACETS",
    "AcquisitionMethod",
    "AuditClaims",
    "Backup",
    "Checksum",
    "ClaimedFinding",
    "ComplianceStatus",
    "Compression",
    "EffectiveTerm",
    "Entity",
    "Evidence",
    "FileFormat",
    "FindingStatus",
    "FindingType",
    "JobName",
    "LicenseAssertion",
    "LicenseEffect",
    "LicenseStatus",
    "LicenseType",
    "LineproofCompositionDatasetFacet",
    "LineproofConclusionDatasetFacet",
    "LineproofDeliveryDatasetFacet",
    "LineproofDeliveryJobFacet",
    "LineproofDeliveryRunFacet",
    "LineproofDocumentDatasetFacet",
    "LineproofLicenseDatasetFacet",
    "LineproofNamingJobFacet",
    "LineproofPurposeJobFacet",
    "LineproofQualityDatasetFacet",
    "LineproofRecordDatasetFacet",
    "LineproofSourceDatasetFacet",
    "LineproofStorageDatasetFacet",
    "LineproofTransformationRunFacet",
    "NameCase",
    "NamingRule",
    "ParentDataset",
    "PartitionStyle",
    "QualityTier",
    "RenamedJob",
    "Severity",
    "SourceType",
    "StorageType",
    "TermKind",
    "TermOrigin",
    "TrailingSlash",
    "TransformationType",
    "UseContext",
    "VerificationStatus",
    "WriteMode",
    "from_dict",
]

# Looked up when they are asked for: whoever wants the vocabulary alone does not load the OpenLineage client.
_HOMES: dict[str, tuple[str, ...]] = {
    "composition": ("LineproofCompositionDatasetFacet", "ParentDataset"),
    "conclusion": ("EffectiveTerm", "LineproofConclusionDatasetFacet", "TermOrigin"),
    "delivery": ("LineproofDeliveryDatasetFacet", "LineproofDeliveryJobFacet", "LineproofDeliveryRunFacet"),
    "document": ("AuditClaims", "ClaimedFinding", "LineproofDocumentDatasetFacet"),
    "evidence": ("Evidence",),
    "license": ("LicenseAssertion", "LineproofLicenseDatasetFacet"),
    "naming": ("JobName", "LineproofNamingJobFacet", "NamingRule", "RenamedJob"),
    "purpose": ("LineproofPurposeJobFacet",),
    "quality": ("LineproofQualityDatasetFacet",),
    "record": ("LineproofRecordDatasetFacet",),
    "registry": ("FACETS", "Entity"),
    "source": ("LineproofSourceDatasetFacet",),
    "storage": ("Backup", "Checksum", "LineproofStorageDatasetFacet"),
    "structure": ("from_dict",),
    "transformation": ("LineproofTransformationRunFacet",),
    "vocabulary": (
        "AcquisitionMethod",
        "ComplianceStatus",
        "Compression",
        "FileFormat",
        "FindingStatus",
        "FindingType",
        "LicenseEffect",
        "LicenseStatus",
        "LicenseType",
        "NameCase",
        "PartitionStyle",
        "QualityTier",
        "Severity",
        "SourceType",
        "StorageType",
        "TermKind",
        "TrailingSlash",
        "TransformationType",
        "UseContext",
        "VerificationStatus",
        "WriteMode",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
