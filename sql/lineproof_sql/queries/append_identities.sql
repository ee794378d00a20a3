-- The identities that are new. Ordered, so that writers of the same events wait for one another instead of deadlocking.
INSERT INTO lineproof.identity (event_time, digest)
SELECT event_time, digest FROM pg_temp.staged_identity ORDER BY event_time, digest
ON CONFLICT DO NOTHING
RETURNING digest, entry_id
