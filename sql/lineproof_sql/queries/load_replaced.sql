-- When the newest write by others than `vias` replaced each dataset's content.
SELECT dataset_key, written_at
FROM unnest(%(datasets)b::bytea[]) AS asked (dataset_key)
CROSS JOIN LATERAL (
    SELECT written_at FROM write
    WHERE replaces AND write.dataset_key = asked.dataset_key AND via_key <> ALL(%(vias)b::bytea[])
    ORDER BY written_at DESC LIMIT 1
) AS newest
