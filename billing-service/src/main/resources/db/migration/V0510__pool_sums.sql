-- Questions by day that ask for no single user, space, job or endpoint read sums of pools: a fraction of the rows (ADR 26).
CREATE TABLE usage_pool (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest        bytea NOT NULL UNIQUE,
    component     text  NOT NULL,
    instance_type text  NOT NULL,
    region        text  NOT NULL,
    domain_id     text  NOT NULL,
    team          text  NOT NULL,
    project       text  NOT NULL,
    tags          jsonb NOT NULL
);

COMMENT ON TABLE usage_pool IS 'What of accounts many users have in common; rows are never changed.';

INSERT INTO usage_pool (digest, component, instance_type, region, domain_id, team, project, tags)
SELECT DISTINCT usage_account_digest(component, instance_type, region, domain_id, team, project, tags::text),
       component, instance_type, region, domain_id, team, project, tags
FROM usage_account;

ALTER TABLE usage_account ADD COLUMN pool_id bigint REFERENCES usage_pool;
UPDATE usage_account a SET pool_id = p.id
FROM usage_pool p
WHERE p.digest = usage_account_digest(a.component, a.instance_type, a.region, a.domain_id, a.team, a.project, a.tags::text);
ALTER TABLE usage_account ALTER COLUMN pool_id SET NOT NULL;

CREATE TABLE usage_pool_day (
    day       date    NOT NULL,
    pool_id   bigint  NOT NULL,
    micros    numeric NOT NULL,
    idle      numeric NOT NULL,
    saved     numeric NOT NULL,
    member_id text    NOT NULL,
    PRIMARY KEY (pool_id, day, member_id)
) WITH (fillfactor = 70);

COMMENT ON TABLE usage_pool_day IS 'usage_day by pool.';

CREATE INDEX usage_pool_day_time ON usage_pool_day USING brin (day) WITH (pages_per_range = 16, autosummarize = on);

-- One statement merges what was added into all sums; no trigger does any of it again.
DROP TRIGGER usage_month_follows_insert ON usage_day;
DROP TRIGGER usage_month_follows_update ON usage_day;
DROP TRIGGER usage_month_follows_delete ON usage_day;
DROP FUNCTION add_to_usage_month();

COMMENT ON TABLE usage_month IS 'usage_day by calendar month (UTC).';

CREATE VIEW usage_month_expected AS
SELECT date_trunc('month', day)::date AS month, account_id, sum(micros) AS micros, sum(idle) AS idle, sum(saved) AS saved, member_id
FROM usage_day GROUP BY 1, 2, 6;

COMMENT ON VIEW usage_month_expected IS 'What usage_month must be.';

CREATE VIEW usage_pool_day_expected AS
SELECT d.day, a.pool_id, sum(d.micros) AS micros, sum(d.idle) AS idle, sum(d.saved) AS saved, d.member_id
FROM usage_day d JOIN usage_account a ON a.id = d.account_id
GROUP BY d.day, a.pool_id, d.member_id;

COMMENT ON VIEW usage_pool_day_expected IS 'What usage_pool_day must be.';

INSERT INTO usage_pool_day SELECT * FROM usage_pool_day_expected;

CREATE VIEW usage_pool_day_sum AS
SELECT day, pool_id, micros, idle, saved, member_id FROM usage_pool_day
UNION ALL
SELECT d.day, a.pool_id, d.micros, d.idle, d.saved, d.member_id
FROM usage_delta d JOIN usage_account a ON a.id = d.account_id;

CREATE VIEW usage_pool_day_app AS
SELECT day, pool_id, micros, idle, saved, member_id FROM usage_pool_day_sum
UNION ALL
SELECT day, pool_id, -micros, -idle, -saved, '' FROM usage_pool_day_sum WHERE member_id <> '';

COMMENT ON VIEW usage_pool_day_sum IS 'As usage_day_sum, by pool.';
COMMENT ON VIEW usage_pool_day_app IS 'As usage_day_app, by pool.';
