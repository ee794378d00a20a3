-- One record, whole.
SELECT provenance_id, dataset_id, dataset_name, source_info, license_info, created_at, acquired_at, processed_at,
       validated_at, published_at, updated_at, processing_lineage, storage_info, audit_info, metadata
FROM dataset_provenance
WHERE provenance_id = %s
