SELECT via_key, dataset_key, job_key, since, written_at, said_overwrite, mode, partial, replaces, said_upstreams,
       more_upstreams, versions, told
FROM write WHERE via_key = ANY(%b::bytea[])
