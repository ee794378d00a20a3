SELECT job_key, namespace, name, first_seen, last_seen FROM job WHERE job_key = ANY(%b::bytea[])
