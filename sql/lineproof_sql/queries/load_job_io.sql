SELECT job_key, dataset_key, direction, last_seen FROM job_io WHERE job_key = ANY(%s)
