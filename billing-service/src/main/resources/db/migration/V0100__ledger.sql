-- Equality of texts inside a GiST exclusion constraint. The extension is trusted: a database owner may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE price_book (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text        NOT NULL,
    sha256      text        NOT NULL,
    imported_at timestamptz NOT NULL
);

COMMENT ON TABLE price_book IS 'Every import of a price book; the newest one of a name tells whether its content is new.';

CREATE TABLE price (
    instance_type text        NOT NULL,
    component     text        NOT NULL,
    region        text        NOT NULL,
    valid_from    timestamptz NOT NULL,
    per_hour      numeric     NOT NULL CHECK (per_hour >= 0),
    currency      text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    estimated     boolean     NOT NULL,
    source        text        NOT NULL,
    as_of         text        NOT NULL,
    price_book_id bigint      NOT NULL REFERENCES price_book,
    PRIMARY KEY (instance_type, component, region, valid_from)
);

COMMENT ON TABLE price IS 'A price holds from valid_from until the next one of the same key. Rows are never changed.';

CREATE VIEW price_span AS
SELECT instance_type, component, region, per_hour, currency, estimated, valid_from,
       lead(valid_from, 1, 'infinity') OVER (
           PARTITION BY instance_type, component, region ORDER BY valid_from) AS valid_until
FROM price
UNION ALL
SELECT instance_type, component, region, NULL, NULL, NULL, '-infinity', min(valid_from)
FROM price
GROUP BY instance_type, component, region;

COMMENT ON VIEW price_span IS
    'The whole of time for every known key, cut where its price changes; per_hour is null before the first price.';

CREATE TABLE usage_event (
    source            text        NOT NULL,
    id                text        NOT NULL,
    digest            bytea       NOT NULL,
    type              text        NOT NULL,
    time              timestamptz NOT NULL,
    resource_id       text        NOT NULL,
    component         text        NOT NULL,
    instance_type     text        NOT NULL,
    instance_count    integer     NOT NULL,
    region            text        NOT NULL,
    domain_id         text        NOT NULL,
    user_profile_name text        NOT NULL,
    space_name        text        NOT NULL,
    team              text        NOT NULL,
    project           text        NOT NULL,
    tags              jsonb       NOT NULL,
    job_name          text        NOT NULL,
    endpoint_name     text        NOT NULL,
    member_id         text        NOT NULL,
    recorded_at       timestamptz NOT NULL,
    PRIMARY KEY (source, id)
);

COMMENT ON TABLE usage_event IS
    'The ledger: append-only. Intervals and shares follow from it and can be made again at any time.';

CREATE INDEX usage_event_resource ON usage_event (resource_id) WHERE type <> 'heartbeat';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER usage_event_append_only BEFORE UPDATE OR DELETE ON usage_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE billed_resource (
    resource_id  text        NOT NULL PRIMARY KEY,
    last_seen_at timestamptz NOT NULL
);

COMMENT ON TABLE billed_resource IS
    'One row per resource: what its writers lock, and the latest time of which any event of it, heartbeats too, tells.';

CREATE TABLE usage_interval (
    resource_id       text        NOT NULL,
    started_at        timestamptz NOT NULL,
    ended_at          timestamptz,
    period            tstzrange   NOT NULL GENERATED ALWAYS AS (tstzrange(started_at, ended_at)) STORED,
    component         text        NOT NULL,
    instance_type     text        NOT NULL,
    instance_count    integer     NOT NULL CHECK (instance_count > 0),
    region            text        NOT NULL,
    domain_id         text        NOT NULL,
    user_profile_name text        NOT NULL,
    space_name        text        NOT NULL,
    team              text        NOT NULL,
    project           text        NOT NULL,
    tags              jsonb       NOT NULL,
    job_name          text        NOT NULL,
    endpoint_name     text        NOT NULL,
    opening_source    text        NOT NULL,
    opening_id        text        NOT NULL,
    PRIMARY KEY (resource_id, started_at),
    FOREIGN KEY (opening_source, opening_id) REFERENCES usage_event (source, id),
    CHECK (ended_at > started_at),
    CONSTRAINT usage_interval_no_overlap EXCLUDE USING gist (resource_id WITH =, period WITH &&)
);

COMMENT ON COLUMN usage_interval.ended_at IS 'Null while it runs; the period is then open above.';

CREATE INDEX usage_interval_started_at ON usage_interval (started_at);
CREATE INDEX usage_interval_owner ON usage_interval (domain_id, user_profile_name, started_at);
CREATE INDEX usage_interval_open ON usage_interval (resource_id) WHERE ended_at IS NULL;

CREATE TABLE usage_share (
    resource_id text        NOT NULL,
    member_id   text        NOT NULL,
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    period      tstzrange   NOT NULL GENERATED ALWAYS AS (tstzrange(started_at, ended_at)) STORED,
    part        integer     NOT NULL CHECK (part >= 0),
    parts       integer     NOT NULL CHECK (parts > part),
    PRIMARY KEY (resource_id, started_at, member_id),
    CHECK (ended_at > started_at),
    CONSTRAINT usage_share_no_overlap EXCLUDE USING gist (resource_id WITH =, member_id WITH =, period WITH &&)
);

COMMENT ON TABLE usage_share IS
    'Who shared a resource when: even parts, cut wherever the company changes, "" while nobody was there. '
    'Empty for an interval that never had a member.';
