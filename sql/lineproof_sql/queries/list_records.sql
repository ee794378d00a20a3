-- Records as the reporting view shows them, the newest change first; a filter that is null holds for all.
SELECT summary.*
FROM (
    SELECT provenance_id FROM dataset_provenance
    WHERE (%(license_type)s::text IS NULL OR license_info ->> 'license_type' = %(license_type)s)
      AND (%(quality_tier)s::text IS NULL OR metadata ->> 'quality_tier' = %(quality_tier)s)
      AND (%(source_type)s::text IS NULL OR source_info ->> 'source_type' = %(source_type)s)
      AND (%(namespace)s::text IS NULL
           OR (hashtextextended(namespace, 0) = hashtextextended(%(namespace)s, 0) AND namespace = %(namespace)s))
      AND (%(search)s::text IS NULL OR name_words @@ search_query(%(search)s))
      AND (%(updated_at)s::timestamptz IS NULL
           OR (updated_at, provenance_id) < (%(updated_at)s::timestamptz, %(provenance_id)s::uuid))
    -- what is searched for is found by its index and sorted: no planner knows how long a list may be until it comes
    ORDER BY CASE WHEN %(search)s::text IS NULL THEN updated_at ELSE updated_at + interval '0' END DESC,
             provenance_id DESC
    LIMIT %(limit)s OFFSET %(offset)s
) AS page
JOIN provenance_summary AS summary USING (provenance_id)
ORDER BY summary.updated_at DESC, summary.provenance_id DESC
