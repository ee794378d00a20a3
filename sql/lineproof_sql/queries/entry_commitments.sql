-- What the envelopes of some entries will commit to; the times of receipt say in which partitions they lie.
SELECT entry_id, sha256(salt || payload)
FROM lineproof.entry
WHERE received_at BETWEEN %(since)s AND %(until)s AND entry_id = ANY(%(entries)b::bigint[])
