-- Which job read and wrote what, by all their runs and events.
SELECT DISTINCT job.namespace, job.name, io.direction, dataset.namespace, dataset.name
FROM (
    SELECT run.job_key, run_io.dataset_key, run_io.direction FROM run_io JOIN run USING (run_key)
    UNION
    SELECT job_key, dataset_key, direction FROM job_io
) AS io
JOIN job USING (job_key)
JOIN dataset USING (dataset_key)
WHERE job.namespace = %(namespace)s
ORDER BY 1, 2, 3, 4, 5
