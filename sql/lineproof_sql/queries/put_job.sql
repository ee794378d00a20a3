-- Jobs as they are now.
INSERT INTO job SELECT * FROM staged_job ORDER BY job_key
ON CONFLICT (job_key) DO UPDATE SET first_seen = excluded.first_seen, last_seen = excluded.last_seen
