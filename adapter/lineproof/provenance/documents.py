"""The provenance document: all that is known of one dataset."""

from typing import Any

from lineproof.provenance.audit import AuditInfo
from lineproof.provenance.license import LicenseInfo
from lineproof.provenance.lineage import ProcessingLineage
from lineproof.provenance.metadata import Metadata
from lineproof.provenance.section import Instant, Name, Section
from lineproof.provenance.source import SourceInfo
from lineproof.provenance.storage import StorageInfo

SCHEMA_ID = "https://w3id.org/lineproof/documents/1-0-0/ProvenanceDocument.json"
"""Where the JSON Schema of the document is published."""

SECTIONS = (
    "source_info",
    "license_info",
    "processing_lineage",
    "storage_info",
    "audit_info",
    "metadata",
)
"""The sections of a document, in their order."""


class ProvenanceDocument(Section):
    """Source, licence, lineage, storage, audits and metadata of one dataset."""

    provenance_id: Name | None = None
    """Identifier of the record, where it has one already."""

    dataset_id: Name
    """Identifier of the dataset."""

    dataset_name: Name
    """Name of the dataset."""

    created_at: Instant | None = None
    """When the record was created."""

    acquired_at: Instant | None = None
    """When the dataset was acquired."""

    processed_at: Instant | None = None
    """When the dataset was processed."""

    validated_at: Instant | None = None
    """When the dataset was validated."""

    published_at: Instant | None = None
    """When the dataset was published."""

    updated_at: Instant | None = None
    """When the record was last updated."""

    source_info: SourceInfo
    """Where the dataset came from."""

    license_info: LicenseInfo
    """Under which licence it stands."""

    processing_lineage: ProcessingLineage = ProcessingLineage()
    """How it was made."""

    storage_info: StorageInfo = StorageInfo()
    """Where it lies."""

    audit_info: AuditInfo = AuditInfo()
    """What audits found."""

    metadata: Metadata = Metadata()
    """Quality, size and description."""

    def as_json(self) -> dict[str, Any]:
        """The document as a JSON object: all six sections, and within them only what is set."""
        dumped: dict[str, Any] = self.model_dump(mode="json", exclude_none=True)
        for section in SECTIONS:
            for field, value in _set(dumped[section]).items():
                if isinstance(value, list):
                    dumped[section][field] = [_set(e) if isinstance(e, dict) else e for e in value]
            dumped[section] = _set(dumped[section])
        return dumped


def document_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the provenance document."""
    schema = ProvenanceDocument.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def _set(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ([], {})}
