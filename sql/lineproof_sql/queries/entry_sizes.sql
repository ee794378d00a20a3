-- How large the payloads of some entries are; the times of receipt say in which partitions they lie.
SELECT entry_id, octet_length(payload)
FROM lineproof.entry
WHERE received_at BETWEEN %(since)s AND %(until)s AND entry_id = ANY(%(entries)b::bigint[])
