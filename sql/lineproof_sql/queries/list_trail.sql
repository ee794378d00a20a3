-- The trail, the newest entry first; of one record, or of all.
SELECT audit_id, provenance_id, dataset_id, action, changed_by, changed_at, old_value, new_value, change_reason,
       position, principal, authority, producer
FROM provenance_audit_log
WHERE %(provenance_id)s::uuid IS NULL OR provenance_id = %(provenance_id)s
ORDER BY position DESC, audit_id
LIMIT %(limit)s
