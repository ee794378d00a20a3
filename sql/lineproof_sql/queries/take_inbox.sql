-- Takes the oldest entries out of the inbox, with what their envelopes will say.
WITH taken AS (
    DELETE FROM lineproof.inbox
    WHERE entry_id IN (SELECT entry_id FROM lineproof.inbox ORDER BY entry_id LIMIT %(limit)s)
    RETURNING *
)
SELECT taken.entry_id, taken.received_at, taken.event_time, taken.kind::text, taken.marks, taken.authority::text,
       taken.principal, sha256(entry.salt || entry.payload) AS commitment
FROM taken
LEFT JOIN lineproof.entry USING (received_at, entry_id)
ORDER BY taken.entry_id
