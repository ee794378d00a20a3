-- How much is in the ledger, waits for its number, and has been mirrored.
SELECT (SELECT coalesce(max(position) + 1, 0) FROM lineproof.log) AS numbered,
       (SELECT count(entry_id) FROM lineproof.inbox) AS waiting,
       (SELECT coalesce(max(position), 0) FROM lineproof.cursor WHERE reader = 'mirror') AS mirrored
