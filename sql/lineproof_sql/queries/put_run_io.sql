-- What runs read and wrote.
INSERT INTO run_io SELECT * FROM staged_run_io ORDER BY run_key, dataset_key, direction
ON CONFLICT (run_key, dataset_key, direction) DO UPDATE SET last_seen = excluded.last_seen
