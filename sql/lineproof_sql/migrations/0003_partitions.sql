-- Partitions of the entries, a month of receipt each, made ahead of time.
BEGIN;
SELECT set_config('role', lineproof.role_name('owner'), true);

CREATE TABLE lineproof.entry_unplanned PARTITION OF lineproof.entry DEFAULT;
COMMENT ON TABLE lineproof.entry_unplanned IS
    'Catches what no partition was made for. A row here means that partitions were not made ahead of time; `db upgrade` mends it.';
SELECT lineproof.guard('lineproof.entry_unplanned');
SELECT lineproof.allow('SELECT', 'lineproof.entry_unplanned', 'auditor', 'reader', 'sequencer');

-- Makes the partition of one month (of its first day, UTC) unless it is there. Attached, not created in place, so that
-- appends go on; a month whose rows lie in the default partition already is passed over.
CREATE FUNCTION lineproof.make_partition(first_day timestamp) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    partition text := format('entry_%s', to_char(first_day, 'YYYY_MM'));
    since     timestamptz := first_day AT TIME ZONE 'UTC';
    until     timestamptz := (first_day + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(format('lineproof.%I', partition)) IS NOT NULL
        OR EXISTS (SELECT FROM lineproof.entry_unplanned WHERE received_at >= since AND received_at < until)
    THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE lineproof.%I (LIKE lineproof.entry INCLUDING ALL)', partition);
    PERFORM lineproof.guard(format('lineproof.%I', partition)::regclass);
    EXECUTE format('ALTER TABLE lineproof.entry ATTACH PARTITION lineproof.%I FOR VALUES FROM (%L) TO (%L)',
        partition, since, until);
    RETURN true;
END
$$;

-- Partitions from the month of `since` to `months` months later. Safe to call at any time, by several.
CREATE FUNCTION lineproof.make_partitions(months integer, since timestamptz DEFAULT now()) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first_day timestamp := date_trunc('month', since AT TIME ZONE 'UTC');
    made      integer := 0;
BEGIN
    IF to_regclass(format('lineproof.entry_%s', to_char(first_day + make_interval(months => months), 'YYYY_MM'))) IS NULL
    THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('lineproof.make_partitions', 0));
    END IF;
    FOR month IN 0..least(months, 120) LOOP
        IF lineproof.make_partition(first_day + make_interval(months => month)) THEN
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END
$$;

-- Moves what lies in the default partition into partitions of its months; appends wait meanwhile. For the owner.
CREATE FUNCTION lineproof.sort_in_unplanned() RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first_day timestamp;
    moved     bigint;
BEGIN
    LOCK TABLE lineproof.entry IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE lineproof.entry DETACH PARTITION lineproof.entry_unplanned;
    ALTER TABLE lineproof.entry_unplanned RENAME TO entry_unplanned_before;
    CREATE TABLE lineproof.entry_unplanned PARTITION OF lineproof.entry DEFAULT;
    PERFORM lineproof.guard('lineproof.entry_unplanned');
    PERFORM lineproof.allow('SELECT', 'lineproof.entry_unplanned', 'auditor', 'reader', 'sequencer');
    FOR first_day IN
        SELECT DISTINCT date_trunc('month', received_at AT TIME ZONE 'UTC') FROM lineproof.entry_unplanned_before
    LOOP
        PERFORM lineproof.make_partition(first_day);
    END LOOP;
    INSERT INTO lineproof.entry (received_at, entry_id, salt, payload)
    SELECT received_at, entry_id, salt, payload FROM lineproof.entry_unplanned_before;
    GET DIAGNOSTICS moved = ROW_COUNT;
    DROP TABLE lineproof.entry_unplanned_before;
    RETURN moved;
END
$$;

REVOKE ALL ON FUNCTION lineproof.make_partition, lineproof.make_partitions, lineproof.sort_in_unplanned FROM public;
SELECT lineproof.allow('EXECUTE', 'FUNCTION lineproof.make_partitions', 'sequencer');
SELECT lineproof.make_partitions(12);

INSERT INTO lineproof.migration (version, name, sha256)
VALUES (3, '0003_partitions', nullif(current_setting('lineproof.migration_sha256', true), ''));

COMMIT;
