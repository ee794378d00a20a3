-- The newest writes that replaced a dataset's content, of those that were made and known then, and how their runs ended.
SELECT written_at, run.ends_told
FROM write
LEFT JOIN run ON run.run_key = write.via_key
WHERE replaces AND write.dataset_key = %(dataset)s AND written_at <= %(at)s
  AND ('x' || encode(substr(told, 9, 8), 'hex'))::bit(64)::bigint < %(before)s
ORDER BY written_at DESC
LIMIT 100
