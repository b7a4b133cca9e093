-- The ledger in a form that takes many events and answers fast: what usage is billed by is an account, events lie in monthly
-- partitions behind one table of keys, and closed usage is added up by account and day.

CREATE TABLE usage_account (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest            bytea NOT NULL UNIQUE,
    component         text  NOT NULL,
    instance_type     text  NOT NULL,
    region            text  NOT NULL,
    domain_id         text  NOT NULL,
    user_profile_name text  NOT NULL,
    space_name        text  NOT NULL,
    team              text  NOT NULL,
    project           text  NOT NULL,
    tags              jsonb NOT NULL,
    job_name          text  NOT NULL,
    endpoint_name     text  NOT NULL
);

COMMENT ON TABLE usage_account IS 'Everything that usage is billed and grouped by, but for the resource; rows are never changed.';

CREATE INDEX usage_account_owner ON usage_account (domain_id, user_profile_name);
CREATE INDEX usage_account_price ON usage_account (instance_type, component, region);

CREATE FUNCTION usage_account_digest(VARIADIC texts text[]) RETURNS bytea LANGUAGE sql STABLE
    RETURN sha256(convert_to(to_jsonb(texts)::text, 'UTF8'));

INSERT INTO usage_account (digest, component, instance_type, region, domain_id, user_profile_name, space_name, team, project,
                           tags, job_name, endpoint_name)
SELECT DISTINCT usage_account_digest(component, instance_type, region, domain_id, user_profile_name, space_name, team, project,
                                     tags::text, job_name, endpoint_name),
       component, instance_type, region, domain_id, user_profile_name, space_name, team, project, tags, job_name, endpoint_name
FROM usage_event;

CREATE TABLE usage_event_key (
    source text  NOT NULL,
    id     text  NOT NULL,
    digest bytea NOT NULL,
    PRIMARY KEY (source, id)
);

COMMENT ON TABLE usage_event_key IS
    'The key of every event with what it said: one table for all months, so that a key is taken once and for ever.';

INSERT INTO usage_event_key SELECT source, id, digest FROM usage_event;

ALTER TABLE usage_interval DROP CONSTRAINT usage_interval_opening_source_opening_id_fkey;
ALTER TABLE usage_interval RENAME TO old_interval;
ALTER TABLE usage_share RENAME TO old_share;
ALTER TABLE usage_event RENAME TO old_event;
ALTER TABLE old_event DROP CONSTRAINT usage_event_pkey;
DROP INDEX usage_event_resource, usage_interval_started_at, usage_interval_owner, usage_interval_open;
ALTER TABLE old_interval DROP CONSTRAINT usage_interval_no_overlap, DROP CONSTRAINT usage_interval_pkey;
ALTER TABLE old_share DROP CONSTRAINT usage_share_no_overlap, DROP CONSTRAINT usage_share_pkey;

CREATE TABLE usage_event (
    source          text        NOT NULL,
    id              text        NOT NULL,
    type            text        NOT NULL,
    time            timestamptz NOT NULL,
    nanos           smallint    NOT NULL DEFAULT 0,
    resource_id     text        NOT NULL,
    account_id      bigint      NOT NULL,
    instance_count  integer     NOT NULL,
    storage_bytes   bigint      NOT NULL DEFAULT 0,
    member_id       text        NOT NULL,
    reverses_source text        NOT NULL DEFAULT '',
    reverses_id     text        NOT NULL DEFAULT '',
    reason          text        NOT NULL DEFAULT '',
    recorded_at     timestamptz NOT NULL,
    recorded_by     text        NOT NULL
) PARTITION BY RANGE (time);

COMMENT ON TABLE usage_event IS
    'The ledger: append-only, a partition per month. Intervals, shares and sums follow from it and can be made again at any time.';
COMMENT ON COLUMN usage_event.nanos IS 'What the time has beyond its microseconds, which bill nothing.';

CREATE INDEX usage_event_resource ON usage_event (resource_id) WHERE type <> 'heartbeat';

CREATE TABLE usage_event_past PARTITION OF usage_event FOR VALUES FROM (MINVALUE) TO ('2020-01-01T00:00:00Z');

CREATE FUNCTION make_usage_event_partition(month date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('usage_event_partition'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF usage_event FOR VALUES FROM (%L) TO (%L)',
                   'usage_event_' || to_char(month, 'YYYY_MM'),
                   to_char(month, 'YYYY-MM-DD') || 'T00:00:00Z',
                   to_char(month + interval '1 month', 'YYYY-MM-DD') || 'T00:00:00Z');
END
$$;

SELECT make_usage_event_partition(month)
FROM (SELECT DISTINCT date_trunc('month', time AT TIME ZONE 'UTC')::date AS month FROM old_event
      WHERE time >= '2020-01-01T00:00:00Z') AS months;

CREATE TRIGGER usage_event_append_only BEFORE UPDATE OR DELETE ON usage_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER usage_event_no_truncate BEFORE TRUNCATE ON usage_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER usage_event_key_append_only BEFORE UPDATE OR DELETE ON usage_event_key
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

INSERT INTO usage_event (source, id, type, time, resource_id, account_id, instance_count, member_id, recorded_at, recorded_by)
SELECT e.source, e.id, e.type, e.time, e.resource_id, a.id, e.instance_count, e.member_id, e.recorded_at, ''
FROM old_event e
JOIN usage_account a ON a.digest = usage_account_digest(
    e.component, e.instance_type, e.region, e.domain_id, e.user_profile_name, e.space_name, e.team, e.project, e.tags::text,
    e.job_name, e.endpoint_name);

ALTER TABLE billed_resource ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY UNIQUE;

COMMENT ON COLUMN billed_resource.number IS 'Stands for the resource in the constraints: a number is compared faster than a text.';

CREATE TABLE metered_interval (
    resource_number bigint      NOT NULL,
    resource_id     text        NOT NULL,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    account_id      bigint      NOT NULL,
    quantity        bigint      NOT NULL CHECK (quantity > 0),
    opening_source  text        NOT NULL,
    opening_id      text        NOT NULL,
    CHECK (ended_at > started_at),
    CONSTRAINT usage_interval_no_overlap
        EXCLUDE USING gist (resource_number WITH =, tstzrange(started_at, ended_at) WITH &&)
);

COMMENT ON TABLE metered_interval IS 'Who ran what when; it follows from the events, and the integrity check proves it.';
COMMENT ON COLUMN metered_interval.ended_at IS 'Null while it runs.';
COMMENT ON COLUMN metered_interval.quantity IS 'Instances, or bytes of storage.';

INSERT INTO metered_interval
SELECT r.number, i.resource_id, i.started_at, i.ended_at, e.account_id, i.instance_count, i.opening_source, i.opening_id
FROM old_interval i
JOIN billed_resource r USING (resource_id)
JOIN usage_event e ON e.source = i.opening_source AND e.id = i.opening_id;

CREATE UNIQUE INDEX metered_interval_key ON metered_interval (resource_number, started_at);
CREATE INDEX metered_interval_account ON metered_interval (account_id, started_at);
CREATE INDEX metered_interval_open ON metered_interval (resource_id) WHERE ended_at IS NULL;
-- rows are written about when they end, so that a few pages know which of them can meet a time
CREATE INDEX metered_interval_time ON metered_interval USING brin (started_at, ended_at) WITH (pages_per_range = 16, autosummarize = on);

CREATE TABLE metered_share (
    resource_number bigint      NOT NULL,
    member_id       text        NOT NULL,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    part            integer     NOT NULL CHECK (part >= 0),
    parts           integer     NOT NULL CHECK (parts > part),
    idle            boolean     NOT NULL DEFAULT false,
    CHECK (ended_at > started_at),
    CONSTRAINT usage_share_no_overlap
        EXCLUDE USING gist (resource_number WITH =, member_id WITH =, tstzrange(started_at, ended_at) WITH &&)
);

COMMENT ON TABLE metered_share IS
    'Who shared a resource when: even parts, cut wherever the company or its activity changes, "" while nobody was there. '
    'Empty for an interval that never had a member and never told of its activity.';
COMMENT ON COLUMN metered_share.idle IS 'It was known that nothing was busy.';

INSERT INTO metered_share
SELECT r.number, s.member_id, s.started_at, s.ended_at, s.part, s.parts
FROM old_share s JOIN billed_resource r USING (resource_id);

CREATE UNIQUE INDEX metered_share_key ON metered_share (resource_number, started_at, member_id);

DROP TABLE old_interval, old_share, old_event;

CREATE VIEW usage_interval AS
SELECT i.resource_id, i.resource_number, i.started_at, i.ended_at, tstzrange(i.started_at, i.ended_at) AS period,
       i.account_id, i.quantity, a.component, a.instance_type, a.region, a.domain_id, a.user_profile_name, a.space_name, a.team,
       a.project, a.tags, a.job_name, a.endpoint_name, i.opening_source, i.opening_id,
       CASE WHEN a.component = 'storage' THEN 1 ELSE i.quantity END AS instance_count
FROM metered_interval i JOIN usage_account a ON a.id = i.account_id;

CREATE VIEW usage_share AS
SELECT r.resource_id, s.*, tstzrange(s.started_at, s.ended_at) AS period
FROM metered_share s JOIN billed_resource r ON r.number = s.resource_number;

CREATE TABLE usage_day (
    day        date    NOT NULL,
    account_id bigint  NOT NULL,
    micros     numeric NOT NULL,
    idle       numeric NOT NULL,
    saved      numeric NOT NULL,
    PRIMARY KEY (day, account_id)
) WITH (fillfactor = 70);

COMMENT ON TABLE usage_day IS
    'Closed usage by day (UTC) and account, in microseconds × quantity: all of it, what was idle, and what apps would have used '
    'besides if each had had an instance of its own.';

CREATE INDEX usage_day_account ON usage_day (account_id, day);

CREATE TABLE usage_delta (
    day        date    NOT NULL,
    account_id bigint  NOT NULL,
    micros     numeric NOT NULL,
    idle       numeric NOT NULL,
    saved      numeric NOT NULL
);

COMMENT ON TABLE usage_delta IS
    'What transactions added to usage_day and took from it, not merged yet. A day is the sum of both; '
    'so writers never wait for each other.';

CREATE VIEW usage_day_sum AS
SELECT day, account_id, micros, idle, saved FROM usage_day
UNION ALL
SELECT day, account_id, micros, idle, saved FROM usage_delta;

CREATE VIEW usage_day_expected AS
SELECT day, account_id,
       sum(micros * quantity) AS micros,
       sum(CASE WHEN idle THEN micros * quantity ELSE 0 END) AS idle,
       sum(micros * quantity * (coalesce(parts, 1) - 1)) AS saved
FROM (
    SELECT i.account_id, i.quantity, (d.day AT TIME ZONE 'UTC')::date AS day, s.parts, s.idle,
           round(extract(epoch FROM least(i.ended_at, s.ended_at, d.day + interval '24 hours')
                                    - greatest(i.started_at, s.started_at, d.day)) * 1000000) AS micros
    FROM metered_interval i
    CROSS JOIN LATERAL generate_series(
        date_trunc('day', i.started_at, 'UTC'), i.ended_at - interval '1 microsecond', interval '24 hours') AS d (day)
    LEFT JOIN metered_share s
      ON s.resource_number = i.resource_number AND s.part = 0
     AND tstzrange(s.started_at, s.ended_at) && tstzrange(greatest(i.started_at, d.day), least(i.ended_at, d.day + interval '24 hours'))
    WHERE i.ended_at IS NOT NULL
) AS pieces
GROUP BY day, account_id;

COMMENT ON VIEW usage_day_expected IS 'What usage_day and usage_delta must add up to.';

INSERT INTO usage_day SELECT day, account_id, micros, idle, saved FROM usage_day_expected;

CREATE TABLE usage_source (
    source            text        NOT NULL PRIMARY KEY,
    last_seen_at      timestamptz NOT NULL,
    last_heartbeat_at timestamptz
);

COMMENT ON TABLE usage_source IS
    'When a source was last heard of. One that once sent heartbeats and is silent has its open intervals flagged.';
