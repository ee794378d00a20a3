-- What runs and jobs read.
INSERT INTO read SELECT * FROM staged_read ORDER BY via_key, dataset_key
ON CONFLICT (via_key, dataset_key) DO UPDATE SET last_seen = excluded.last_seen
