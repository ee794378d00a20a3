-- The trail, the newest entry first; of one record, or of all.
SELECT audit_id, provenance_id, dataset_id, action, changed_by, changed_at, old_value, new_value, change_reason,
       position, principal, authority, producer
FROM provenance_audit_log
WHERE (%(provenance_id)s::uuid IS NULL OR provenance_id = %(provenance_id)s)
  AND (%(position)s::bigint IS NULL OR (position, audit_id) < (%(position)s::bigint, %(audit_id)s::uuid))
ORDER BY position DESC, audit_id DESC
LIMIT %(limit)s
