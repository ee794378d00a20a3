-- The dataset of a key, else the one that the key is another name of.
SELECT dataset_key
FROM (
    SELECT dataset_key, 0 AS preference FROM dataset WHERE dataset_key = %(key)s
    UNION ALL
    SELECT dataset_key, CASE kind WHEN 'symlink' THEN 2 ELSE 1 END FROM alias WHERE alias_key = %(key)s
) AS found
ORDER BY preference, dataset_key
LIMIT 1
