-- Rights that were granted on the mirror, as statements that grant them on the schema named.
SELECT format('GRANT %%s ON %%I.%%I TO %%s', acl.privilege_type, %(schema)s::text, relation.relname,
              CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END)
FROM pg_class AS relation, aclexplode(relation.relacl) AS acl
WHERE relation.relnamespace = to_regnamespace('lineproof_mirror') AND relation.relkind IN ('r', 'v')
  AND acl.grantee <> relation.relowner
UNION ALL
SELECT format('GRANT %%s ON SCHEMA %%I TO %%s', acl.privilege_type, %(schema)s::text,
              CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END)
FROM pg_namespace AS mirror, aclexplode(mirror.nspacl) AS acl
WHERE mirror.nspname = 'lineproof_mirror' AND acl.grantee <> mirror.nspowner
