-- Runs as they are now.
INSERT INTO run SELECT * FROM staged_run ORDER BY run_key
ON CONFLICT (run_key) DO UPDATE SET
    state = excluded.state, state_time = excluded.state_time, state_digest = excluded.state_digest,
    started_at = excluded.started_at, ended_at = excluded.ended_at,
    first_seen = excluded.first_seen, last_seen = excluded.last_seen, zoneless = excluded.zoneless,
    parent_key = excluded.parent_key, starts_told = excluded.starts_told, ends_told = excluded.ends_told
