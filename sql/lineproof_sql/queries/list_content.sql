-- The writes of a dataset's content at a time, the newest first: from the newest that replaced what was before.
SELECT job.namespace, job.name, run.run_id, since, written_at, mode, replaces, run.state, coalesce(versions, '{}')
FROM write
LEFT JOIN job ON job.job_key = write.job_key
LEFT JOIN run ON run.run_key = write.via_key
WHERE dataset_key = %(dataset)s AND since <= %(at)s::timestamptz
  AND (%(whole)s OR written_at >= coalesce((
      SELECT newest.written_at FROM write AS newest
      WHERE newest.replaces AND newest.dataset_key = %(dataset)s AND newest.written_at <= %(at)s::timestamptz
      ORDER BY newest.written_at DESC LIMIT 1), '-infinity'))
ORDER BY written_at DESC, via_key
LIMIT %(limit)s
