-- Which job read and wrote what, by all their runs and events.
SELECT DISTINCT job.namespace, job.name, io.direction, dataset.namespace, dataset.name
FROM (
    SELECT coalesce(run.job_key, read.via_key) AS job_key, dataset_key, 'read' AS direction
    FROM read LEFT JOIN run ON run.run_key = read.via_key
    UNION
    SELECT job_key, dataset_key, 'write' FROM write
) AS io
JOIN job USING (job_key)
JOIN dataset USING (dataset_key)
WHERE job.namespace = %(namespace)s
ORDER BY 1, 2, 3, 4, 5
