-- One entry of the trail.
SELECT log_provenance_change(
    %(audit_id)s, %(provenance_id)s, %(dataset_id)s, %(action)s, %(changed_by)s, %(changed_at)s,
    %(old_value)s::jsonb, %(new_value)s::jsonb, %(change_reason)s,
    %(position)s, %(principal)s, %(authority)s, %(producer)s)
