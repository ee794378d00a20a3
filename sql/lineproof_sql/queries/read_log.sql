-- A stretch of the log with payloads, ended after `limit` entries or `bytes` bytes; an erased payload is null.
SELECT position, envelope, payload
FROM (
    SELECT log.position, log.envelope, entry.payload,
           sum(octet_length(entry.payload)) OVER (ORDER BY log.position) - octet_length(entry.payload) AS before
    FROM lineproof.log
    -- an entry at a time, by its key: a stretch is small, and the entries are not
    LEFT JOIN LATERAL (
        SELECT payload FROM lineproof.entry
        WHERE entry.received_at = log.received_at AND entry.entry_id = log.entry_id
        OFFSET 0
    ) AS entry ON true
    WHERE log.position >= %(position)s::bigint AND log.position < %(position)s::bigint + %(limit)s
) AS stretch
WHERE coalesce(before, 0) < %(bytes)s
ORDER BY position
