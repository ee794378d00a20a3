"""The specification's provenance document as a value, and its way to facets and back."""

from lineproof.provenance.assertions import UNDESCRIBED
from lineproof.provenance.audit import AuditInfo, Finding
from lineproof.provenance.audit_section import UNAUDITED
from lineproof.provenance.documents import SECTIONS, ProvenanceDocument, document_schema
from lineproof.provenance.evidence import Evidence
from lineproof.provenance.from_facets import from_facets
from lineproof.provenance.license import LicenseInfo
from lineproof.provenance.lineage import ParentDataset, ProcessingLineage, ProcessingStage
from lineproof.provenance.metadata import Metadata, QualityScores
from lineproof.provenance.reading import Problem, Reading, StageFacts
from lineproof.provenance.sections import sections
from lineproof.provenance.source import SourceInfo
from lineproof.provenance.storage import Backup, Checksum, StorageInfo
from lineproof.provenance.to_facets import DocumentFacets, to_facets

__all__ = [
    "SECTIONS",
    "UNAUDITED",
    "UNDESCRIBED",
    "AuditInfo",
    "Backup",
    "Checksum",
    "DocumentFacets",
    "Evidence",
    "Finding",
    "LicenseInfo",
    "Metadata",
    "ParentDataset",
    "Problem",
    "ProcessingLineage",
    "ProcessingStage",
    "ProvenanceDocument",
    "QualityScores",
    "Reading",
    "SourceInfo",
    "StageFacts",
    "StorageInfo",
    "document_schema",
    "from_facets",
    "sections",
    "to_facets",
]
