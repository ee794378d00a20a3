-- One refused event, unless it is kept already or the quota is used up.
INSERT INTO lineproof.rejected_event (digest, source, pointer, reason, size, payload)
SELECT %(digest)s, %(source)s, %(pointer)s, %(reason)s, %(size)s, %(payload)s
WHERE (SELECT count(*) FROM lineproof.rejected_event WHERE replayed_at IS NULL) < %(quota)s
ON CONFLICT DO NOTHING
RETURNING rejected_id
