-- Refused events, the newest first.
SELECT rejected_id, received_at, source, pointer, reason, authority, principal, size, replayed_at,
       substr(payload, 1, 200)
FROM lineproof.rejected_event
WHERE %(replayed)s OR replayed_at IS NULL
ORDER BY rejected_id DESC
LIMIT %(limit)s OFFSET %(offset)s
