-- The received bytes of one entry.
SELECT payload FROM lineproof.entry WHERE received_at = %(received_at)s AND entry_id = %(entry_id)s
