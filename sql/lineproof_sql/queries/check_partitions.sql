-- For how many months to come there are partitions, and whether something lies in none.
SELECT (SELECT count(*) FROM generate_series(1, 120) AS ahead
        WHERE to_regclass(format('lineproof.entry_%s',
            to_char((now() AT TIME ZONE 'UTC') + make_interval(months => ahead), 'YYYY_MM'))) IS NOT NULL),
       EXISTS (SELECT FROM lineproof.entry_unplanned)
