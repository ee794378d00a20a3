-- Takes the oldest entries out of the inbox, with what their envelopes will say.
WITH taken AS (
    DELETE FROM lineproof.inbox
    WHERE entry_id IN (SELECT entry_id FROM lineproof.inbox ORDER BY entry_id LIMIT %(limit)s)
    RETURNING *
)
SELECT taken.entry_id, taken.received_at, taken.event_time, taken.kind::text, taken.marks, taken.authority::text,
       taken.principal,
       -- an entry at a time, by its key: what is taken is little, and the entries are not
       (SELECT sha256(entry.salt || entry.payload) FROM lineproof.entry
        WHERE entry.received_at = taken.received_at AND entry.entry_id = taken.entry_id) AS commitment
FROM taken
ORDER BY taken.entry_id
