-- What was kept of one refused event that still waits, locked against a second replay.
SELECT payload, octet_length(payload) = size
FROM lineproof.rejected_event
WHERE rejected_id = %s AND replayed_at IS NULL
FOR UPDATE SKIP LOCKED
