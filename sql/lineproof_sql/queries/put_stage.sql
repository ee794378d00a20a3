-- The stages of datasets' processing as they are now.
INSERT INTO stage SELECT * FROM staged_stage ORDER BY dataset_key, job_key
ON CONFLICT (dataset_key, job_key) DO UPDATE SET
    run_key = excluded.run_key, run_time = excluded.run_time, run_digest = excluded.run_digest, since = excluded.since
