-- Keeps refused events; how many of them are new and within the quota.
SELECT lineproof.reject(%(digests)b::bytea[], %(sources)b::text[], %(pointers)b::text[], %(reasons)b::text[],
                        %(sizes)b::bigint[], %(payloads)b::bytea[], %(quota)s)
