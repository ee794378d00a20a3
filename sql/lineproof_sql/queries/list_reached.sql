-- Datasets by their keys: their names, whether they are dropped, and what their records, if any, say of licences.
SELECT dataset.dataset_key, dataset.namespace, dataset.name,
       coalesce(dataset.dropped_at >= dataset.alive_at, dataset.dropped_at IS NOT NULL),
       summary.license_type, summary.license_status, summary.compliance_status
FROM dataset
LEFT JOIN dataset_provenance AS record USING (dataset_key)
LEFT JOIN provenance_summary AS summary USING (provenance_id)
WHERE dataset.dataset_key = ANY(%s)
