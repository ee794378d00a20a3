-- Records as the reporting view shows them, the newest change first; a filter that is null holds for all.
SELECT summary.*
FROM provenance_summary AS summary
JOIN dataset_provenance AS record USING (provenance_id)
JOIN dataset USING (dataset_key)
WHERE (%(license_type)s::text IS NULL OR record.license_info ->> 'license_type' = %(license_type)s)
  AND (%(quality_tier)s::text IS NULL OR record.metadata ->> 'quality_tier' = %(quality_tier)s)
  AND (%(source_type)s::text IS NULL OR record.source_info ->> 'source_type' = %(source_type)s)
  AND (%(namespace)s::text IS NULL OR dataset.namespace = %(namespace)s)
  AND (%(search)s::text IS NULL OR record.name_words @@ search_query(%(search)s))
  AND (%(updated_at)s::timestamptz IS NULL
       OR (record.updated_at, record.provenance_id) < (%(updated_at)s::timestamptz, %(provenance_id)s::uuid))
ORDER BY record.updated_at DESC, record.provenance_id DESC
LIMIT %(limit)s OFFSET %(offset)s
