-- Views outside the mirror that are made of its tables.
SELECT DISTINCT format('%I.%I', there.nspname, dependent.relname)
FROM pg_depend
JOIN pg_rewrite ON pg_depend.classid = 'pg_rewrite'::regclass AND pg_depend.objid = pg_rewrite.oid
JOIN pg_class AS dependent ON dependent.oid = pg_rewrite.ev_class
JOIN pg_namespace AS there ON there.oid = dependent.relnamespace
JOIN pg_class AS source ON pg_depend.refclassid = 'pg_class'::regclass AND source.oid = pg_depend.refobjid
JOIN pg_namespace AS mirror ON mirror.oid = source.relnamespace
WHERE mirror.nspname = 'lineproof_mirror' AND there.nspname <> 'lineproof_mirror'
ORDER BY 1
