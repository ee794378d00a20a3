-- Jobs by their keys.
SELECT job_key, namespace, name FROM job WHERE job_key = ANY(%s)
