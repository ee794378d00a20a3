SELECT dataset_key, job_key, run_key, run_time, run_digest, since, definition_order, definition::text
FROM stage WHERE dataset_key = ANY(%s)
