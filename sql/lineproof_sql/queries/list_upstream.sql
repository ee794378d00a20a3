-- What datasets are made of, one step up, and by which jobs.
SELECT dataset_key, upstream_key, job_key FROM edges_at(%(at)s::timestamptz) WHERE dataset_key = ANY(%(datasets)b::bytea[])
