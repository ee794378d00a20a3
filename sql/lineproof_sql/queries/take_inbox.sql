-- Takes the oldest entries out of the inbox, with what their envelopes will say. `sound` is whether the entry is what
-- its identity says: payload there, digest and authority equal, not numbered before.
WITH taken AS (
    DELETE FROM lineproof.inbox
    WHERE entry_id IN (SELECT entry_id FROM lineproof.inbox ORDER BY entry_id LIMIT %(limit)s)
    RETURNING *
)
SELECT taken.entry_id, taken.received_at, taken.event_time, taken.kind::text, taken.marks, taken.authority::text, taken.principal,
       sha256(entry.salt || entry.payload) AS commitment,
       identity.entry_id IS NOT NULL AND log.entry_id IS NULL AS sound
FROM taken
LEFT JOIN lineproof.entry USING (received_at, entry_id)
LEFT JOIN lineproof.identity
       ON identity.event_time = taken.event_time
      AND identity.digest = sha256(entry.payload)
      AND identity.authority = taken.authority
      AND identity.entry_id = taken.entry_id
LEFT JOIN lineproof.log ON log.entry_id = taken.entry_id
ORDER BY taken.entry_id
