-- Where a reader stands; its row stays locked until the transaction ends, so that there is one of each.
SELECT position FROM lineproof.cursor WHERE reader = %(reader)s FOR UPDATE
