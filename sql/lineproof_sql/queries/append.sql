-- Appends a batch; how much of it was new.
SELECT lineproof.append(%(event_times)b::timestamptz[], %(payloads)b::bytea[], %(marks)b::smallint[])
