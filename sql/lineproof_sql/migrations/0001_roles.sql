-- The schema `lineproof`, its bookkeeping, and the roles that guard it.
--
-- Session settings that are read, each optional:
--   lineproof.role_prefix       first part of each role's name          (lineproof)
--   lineproof.namespace         namespace of records without one        (lineproof)
--   lineproof.migration_sha256  digest of the file, for the bookkeeping (none: noted at the next `db upgrade`)
BEGIN;

DO $roles$
DECLARE
    prefix text := coalesce(nullif(current_setting('lineproof.role_prefix', true), ''), 'lineproof');
    member text;
BEGIN
    IF prefix !~ '^[a-z][a-z0-9_]{0,39}$' THEN
        RAISE EXCEPTION 'role prefix % is not a lower-case identifier of at most 40 characters', prefix;
    END IF;
    FOREACH member IN ARRAY ARRAY['owner', 'producer', 'steward', 'auditor', 'gateway', 'sequencer', 'eraser', 'reader']
    LOOP
        -- Roles belong to the cluster: another database may be making the same ones right now.
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', prefix || '_' || member);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER', prefix || '_' || member);
            EXCEPTION WHEN unique_violation THEN NULL;
            END;
        END IF;
    END LOOP;
    EXECUTE format('CREATE SCHEMA lineproof AUTHORIZATION %I', prefix || '_owner');
    EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', current_database(), prefix || '_owner');
    EXECUTE format('SET LOCAL ROLE %I', prefix || '_owner');

    EXECUTE format(
        'CREATE FUNCTION lineproof.role_name(member text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
         RETURN %L || ''_'' || member', prefix);
    COMMENT ON FUNCTION lineproof.role_name(text) IS
        'Full name of one of Lineproof''s roles: owner, producer, steward, auditor, gateway, sequencer, eraser, reader.';

    CREATE TYPE lineproof.authority AS ENUM ('producer', 'auditor', 'steward');
    -- One speaks with the authority of the role one acts as: of SET ROLE, else of the login. Whoever acts as none of
    -- Lineproof's is a producer. Parsed here and now, so that no search path of a caller changes what it means; not
    -- current_user, which is the owner inside the functions that append.
    EXECUTE format(
        'CREATE FUNCTION lineproof.session_authority() RETURNS lineproof.authority LANGUAGE sql STABLE PARALLEL SAFE
         RETURN CASE coalesce(nullif(current_setting(''role''), ''none''), session_user)
                WHEN %L THEN ''steward''::lineproof.authority
                WHEN %L THEN ''auditor''::lineproof.authority
                ELSE ''producer''::lineproof.authority END',
        prefix || '_steward', prefix || '_auditor');
END
$roles$;

CREATE TABLE lineproof.migration (
    version    integer PRIMARY KEY,
    name       text NOT NULL,
    sha256     text,
    applied_at timestamptz NOT NULL DEFAULT now(),
    applied_by text NOT NULL DEFAULT session_user
);

CREATE TABLE lineproof.installation (
    single         boolean PRIMARY KEY DEFAULT true CHECK (single),
    namespace      text NOT NULL,
    rejected_quota bigint NOT NULL DEFAULT 100000 CHECK (rejected_quota >= 0)
);
COMMENT ON TABLE lineproof.installation IS
    'What was chosen once: the namespace of records without one, since the mirror is a function of the log and of this; how many refused events that wait are kept of each principal.';
INSERT INTO lineproof.installation (namespace)
VALUES (coalesce(nullif(current_setting('lineproof.namespace', true), ''), 'lineproof'));

CREATE FUNCTION lineproof.allow(privileges text, target text, VARIADIC members text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT %s ON %s TO %s', privileges, target,
        (SELECT string_agg(quote_ident(lineproof.role_name(m)), ', ') FROM unnest(members) AS m));
END
$$;
COMMENT ON FUNCTION lineproof.allow(text, text, text[]) IS
    'GRANT privileges ON target TO roles, named without their prefix.';

CREATE FUNCTION lineproof.refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION lineproof.guard(target regclass) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION lineproof.refuse_change()', target);
END
$$;
COMMENT ON FUNCTION lineproof.guard(regclass) IS
    'Makes a table append-only for everybody, superusers and owner included: grants alone would not hold those.';

REVOKE ALL ON FUNCTION lineproof.allow(text, text, text[]), lineproof.guard(regclass) FROM public;

SELECT lineproof.allow('USAGE', 'SCHEMA lineproof',
    'producer', 'steward', 'auditor', 'gateway', 'sequencer', 'eraser', 'reader');
SELECT lineproof.allow('SELECT', 'lineproof.migration, lineproof.installation',
    'producer', 'steward', 'auditor', 'gateway', 'sequencer', 'eraser', 'reader');

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (1, '0001_roles', nullif(current_setting('lineproof.migration_sha256', true), ''));

COMMIT;
