-- Provenance records as they are now.
INSERT INTO dataset_provenance (
    provenance_id, dataset_key, dataset_id, dataset_name, source_info, license_info, created_at, acquired_at,
    processed_at, validated_at, published_at, asserted_at, processing_lineage, storage_info, audit_info, metadata,
    provenance_document, namespace
)
SELECT provenance_id, dataset_key, dataset_id, dataset_name, source_info, license_info, created_at, acquired_at,
       processed_at, validated_at, published_at, asserted_at, processing_lineage, storage_info, audit_info, metadata,
       provenance_document, namespace
FROM staged_dataset_provenance ORDER BY dataset_key
ON CONFLICT (dataset_key) DO UPDATE SET
    dataset_name = excluded.dataset_name,
    source_info = excluded.source_info, license_info = excluded.license_info, created_at = excluded.created_at,
    acquired_at = excluded.acquired_at, processed_at = excluded.processed_at, validated_at = excluded.validated_at,
    published_at = excluded.published_at, asserted_at = excluded.asserted_at,
    processing_lineage = excluded.processing_lineage, storage_info = excluded.storage_info,
    audit_info = excluded.audit_info, metadata = excluded.metadata, provenance_document = excluded.provenance_document
