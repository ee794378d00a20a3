-- What jobs read and write.
INSERT INTO job_io SELECT * FROM staged_job_io ORDER BY job_key, dataset_key, direction
ON CONFLICT (job_key, dataset_key, direction) DO UPDATE SET last_seen = excluded.last_seen
