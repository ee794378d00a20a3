-- The payloads of some entries; the times of receipt say in which partitions they lie.
SELECT entry_id, payload
FROM lineproof.entry
WHERE received_at BETWEEN %(since)s AND %(until)s AND entry_id = ANY(%(entries)b::bigint[])
