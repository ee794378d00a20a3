-- What is made of datasets, one step down, and by which jobs.
SELECT dataset_key, upstream_key, job_key FROM edges_at(%(at)s::timestamptz) WHERE upstream_key = ANY(%(datasets)b::bytea[])
