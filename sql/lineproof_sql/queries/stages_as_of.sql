-- For each job that wrote a dataset its newest runs there of those that had begun and were known then, the newest first.
SELECT stage.dataset_key, stage.job_key, newest.via_key, newest.run_time, stage.run_digest, stage.since, newest.told
FROM stage
CROSS JOIN LATERAL (
    SELECT via_key, told, since, least(written_at, %(at)s) AS run_time
    FROM write
    WHERE write.dataset_key = stage.dataset_key AND write.job_key = stage.job_key AND since <= %(at)s
      AND via_key <> write.job_key
      AND ('x' || encode(substr(told, 9, 8), 'hex'))::bit(64)::bigint < %(before)s
    ORDER BY run_time DESC, since DESC, via_key
    LIMIT 20
) AS newest
WHERE stage.dataset_key = %(dataset)s
ORDER BY newest.run_time DESC, newest.since DESC, newest.via_key
