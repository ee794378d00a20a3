SELECT run_key, job_key, run_id, state, state_time, state_digest, started_at, ended_at, first_seen, last_seen, zoneless,
       parent_key, starts_told, ends_told
FROM run WHERE run_key = ANY(%b::bytea[])
