-- What datasets are made of, one step up, and by which jobs; without a job: what symlinks say is the same.
SELECT dataset_key, upstream_key, job_key
FROM edges_at(%(at)s::timestamptz)
WHERE dataset_key = ANY(%(datasets)b::bytea[])
UNION ALL
SELECT dataset_key, other_key, NULL FROM same_as WHERE dataset_key = ANY(%(datasets)b::bytea[])
