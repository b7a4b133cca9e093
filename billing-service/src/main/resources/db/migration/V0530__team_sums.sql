-- Questions along the day that ask for no project and no tag read sums of teams: a fraction of the rows of those of pools (ADR 32).
CREATE AGGREGATE sum_quarters (numeric[]) (SFUNC = add_quarters, STYPE = numeric[]);

COMMENT ON AGGREGATE sum_quarters (numeric[]) IS 'Sums along the day, added up element by element; null where all are null.';

CREATE TABLE usage_team_quarter (
    day           date      NOT NULL,
    component     text      NOT NULL,
    instance_type text      NOT NULL,
    region        text      NOT NULL,
    domain_id     text      NOT NULL,
    team          text      NOT NULL,
    micros        numeric[] NOT NULL,
    idle          numeric[],
    saved         numeric[],
    PRIMARY KEY (domain_id, team, instance_type, component, region, day)
) WITH (fillfactor = 70, toast_tuple_target = 8160);

COMMENT ON TABLE usage_team_quarter IS 'usage_pool_quarter of all projects and tags together.';

CREATE INDEX usage_team_quarter_time ON usage_team_quarter USING brin (day) WITH (pages_per_range = 16, autosummarize = on);

-- Three arrays of 96 are more than 2 kB; out of line, or compressed, each look at an element would unpack all of them.
ALTER TABLE usage_pool_quarter SET (toast_tuple_target = 8160);

CREATE VIEW usage_team_quarter_expected AS
SELECT q.day, p.component, p.instance_type, p.region, p.domain_id, p.team,
       sum_quarters(q.micros) AS micros, sum_quarters(q.idle) AS idle, sum_quarters(q.saved) AS saved
FROM usage_pool_quarter q JOIN usage_pool p ON p.id = q.pool_id
GROUP BY q.day, p.component, p.instance_type, p.region, p.domain_id, p.team;

COMMENT ON VIEW usage_team_quarter_expected IS 'What usage_team_quarter must be.';

INSERT INTO usage_team_quarter SELECT * FROM usage_team_quarter_expected;
