SELECT dataset_key, job_key, run_key, run_time, run_digest, since FROM stage WHERE dataset_key = ANY(%b::bytea[])
