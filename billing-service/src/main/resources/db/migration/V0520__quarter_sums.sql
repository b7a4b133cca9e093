-- Questions by the hour, and by the day of any time zone, read sums of pools by quarters of an hour: every zone of today is off
-- by a multiple of that. What transactions add is written as the usage itself, of which every sum can be made (ADR 30).

-- what waits in the old form is merged first
INSERT INTO usage_pool_day AS d (day, pool_id, member_id, micros, idle, saved)
SELECT g.day, a.pool_id, g.member_id, sum(g.micros), sum(g.idle), sum(g.saved)
FROM usage_delta g JOIN usage_account a ON a.id = g.account_id
GROUP BY g.day, a.pool_id, g.member_id
ON CONFLICT (pool_id, day, member_id) DO UPDATE
SET micros = d.micros + excluded.micros, idle = d.idle + excluded.idle, saved = d.saved + excluded.saved;

INSERT INTO usage_month AS d (month, account_id, member_id, micros, idle, saved)
SELECT date_trunc('month', day)::date, account_id, member_id, sum(micros), sum(idle), sum(saved)
FROM usage_delta GROUP BY 1, 2, 3
ON CONFLICT (month, account_id, member_id) DO UPDATE
SET micros = d.micros + excluded.micros, idle = d.idle + excluded.idle, saved = d.saved + excluded.saved;

INSERT INTO usage_day AS d (day, account_id, member_id, micros, idle, saved)
SELECT day, account_id, member_id, sum(micros), sum(idle), sum(saved)
FROM usage_delta GROUP BY day, account_id, member_id
ON CONFLICT (account_id, day, member_id) DO UPDATE
SET micros = d.micros + excluded.micros, idle = d.idle + excluded.idle, saved = d.saved + excluded.saved;

DROP VIEW usage_day_app, usage_month_app, usage_pool_day_app, usage_day_sum, usage_month_sum, usage_pool_day_sum;
DROP TABLE usage_delta;

CREATE TABLE usage_delta (
    account_id bigint      NOT NULL,
    member_id  text        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz NOT NULL,
    quantity   bigint      NOT NULL,
    part       integer     NOT NULL,
    parts      integer     NOT NULL,
    idle       boolean     NOT NULL
);

COMMENT ON TABLE usage_delta IS
    'Closed usage that transactions added, or with a negative quantity took away, and that is in no sum yet. Readers add it up; '
    'so writers never wait for each other.';

CREATE VIEW usage_delta_day AS
WITH pieces AS NOT MATERIALIZED (
    SELECT d.*, (t.at AT TIME ZONE 'UTC')::date AS day,
           round(date_part('epoch', least(d.ended_at, t.at + interval '24 hours') - greatest(d.started_at, t.at)) * 1000000)::bigint
               AS micros
    FROM usage_delta d
    CROSS JOIN LATERAL generate_series(
        date_trunc('day', d.started_at, 'UTC'), d.ended_at - interval '1 microsecond', interval '24 hours') AS t (at)
), measured AS NOT MATERIALIZED (
    SELECT day, account_id, '' AS member_id, micros * quantity::numeric AS micros, idle, parts - 1 AS others
    FROM pieces WHERE part = 0
    UNION ALL
    SELECT day, account_id, member_id,
           (micros / parts + CASE WHEN part < micros % parts THEN 1 ELSE 0 END) * quantity::numeric, idle, parts - 1
    FROM pieces WHERE member_id <> ''
)
SELECT day, account_id, micros, CASE WHEN idle THEN micros ELSE 0 END AS idle, micros * others AS saved, member_id
FROM measured;

COMMENT ON VIEW usage_delta_day IS 'usage_delta by day (UTC), as usage_day has it.';

CREATE VIEW usage_day_sum AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_day
UNION ALL
SELECT day, account_id, micros, idle, saved, member_id FROM usage_delta_day;

CREATE VIEW usage_month_sum AS
SELECT month AS day, account_id, micros, idle, saved, member_id FROM usage_month
UNION ALL
SELECT date_trunc('month', day)::date, account_id, micros, idle, saved, member_id FROM usage_delta_day;

CREATE VIEW usage_pool_day_sum AS
SELECT day, pool_id, micros, idle, saved, member_id FROM usage_pool_day
UNION ALL
SELECT d.day, a.pool_id, d.micros, d.idle, d.saved, d.member_id
FROM usage_delta_day d JOIN usage_account a ON a.id = d.account_id;

CREATE VIEW usage_day_app AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_day_sum
UNION ALL
SELECT day, account_id, -micros, -idle, -saved, '' FROM usage_day_sum WHERE member_id <> '';

CREATE VIEW usage_month_app AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_month_sum
UNION ALL
SELECT day, account_id, -micros, -idle, -saved, '' FROM usage_month_sum WHERE member_id <> '';

CREATE VIEW usage_pool_day_app AS
SELECT day, pool_id, micros, idle, saved, member_id FROM usage_pool_day_sum
UNION ALL
SELECT day, pool_id, -micros, -idle, -saved, '' FROM usage_pool_day_sum WHERE member_id <> '';

COMMENT ON VIEW usage_day_sum IS 'usage_day with what waits.';
COMMENT ON VIEW usage_month_sum IS 'As usage_day_sum, by the first day of each month.';
COMMENT ON VIEW usage_pool_day_sum IS 'As usage_day_sum, by pool.';
COMMENT ON VIEW usage_day_app IS 'As usage_day_sum, but as a partition: empty is the member of what no app used.';
COMMENT ON VIEW usage_month_app IS 'As usage_day_app, by the first day of each month.';
COMMENT ON VIEW usage_pool_day_app IS 'As usage_day_app, by pool.';

CREATE TABLE usage_pool_quarter (
    day     date      NOT NULL,
    pool_id bigint    NOT NULL,
    micros  numeric[] NOT NULL,
    idle    numeric[],
    saved   numeric[],
    PRIMARY KEY (pool_id, day)
) WITH (fillfactor = 70);

COMMENT ON TABLE usage_pool_quarter IS
    'usage_pool_day along the day: element n is the usage from midnight (UTC) to the end of the nth of 96 quarters of an hour, so '
    'that any part of a day is the difference of two elements. Null where all of them are 0.';

CREATE INDEX usage_pool_quarter_time ON usage_pool_quarter USING brin (day) WITH (pages_per_range = 16, autosummarize = on);

CREATE VIEW usage_piece AS
SELECT true AS waiting, account_id, started_at, ended_at, quantity, part, parts, idle FROM usage_delta
UNION ALL
SELECT false, i.account_id, coalesce(s.started_at, i.started_at), coalesce(s.ended_at, i.ended_at), i.quantity,
       coalesce(s.part, 0), coalesce(s.parts, 1), coalesce(s.idle, false)
FROM metered_interval i
LEFT JOIN metered_share s
  ON s.resource_number = i.resource_number AND s.started_at >= i.started_at AND s.started_at < i.ended_at
WHERE i.ended_at IS NOT NULL;

COMMENT ON VIEW usage_piece IS 'Closed usage in pieces that were shared in one way: what waits to be merged, and all that there is.';

-- A piece that begins at a and ends at b adds t - a to every sum until a later time t, and takes t - b from those after b. So the
-- sum until t is t × n - m, where n adds up the quantities of what began before t less what ended, and m those times their times.
CREATE FUNCTION usage_quarters(of_waiting boolean)
RETURNS TABLE (day date, pool_id bigint, micros numeric[], idle numeric[], saved numeric[]) LANGUAGE sql STABLE AS $$
    WITH pieces AS (
        SELECT a.pool_id, (t.at AT TIME ZONE 'UTC')::date AS day, p.quantity::numeric AS quantity, p.idle, p.parts - 1 AS others,
               round(date_part('epoch', greatest(p.started_at, t.at) - t.at) * 1000000)::bigint AS from_at,
               round(date_part('epoch', least(p.ended_at, t.at + interval '24 hours') - t.at) * 1000000)::bigint AS to_at
        FROM usage_piece p
        JOIN usage_account a ON a.id = p.account_id
        CROSS JOIN LATERAL generate_series(
            date_trunc('day', p.started_at, 'UTC'), p.ended_at - interval '1 microsecond', interval '24 hours') AS t (at)
        WHERE p.waiting = of_waiting AND p.part = 0
    ), edges AS (
        SELECT pool_id, day, from_at AS at, quantity, idle, others FROM pieces
        UNION ALL
        SELECT pool_id, day, to_at, -quantity, idle, others FROM pieces
    ), quarters AS (
        SELECT pool_id, day, at / 900000000 + 1 AS quarter,
               sum(quantity) AS n, sum(quantity * at) AS m,
               sum(quantity) FILTER (WHERE idle) AS idle_n, sum(quantity * at) FILTER (WHERE idle) AS idle_m,
               sum(quantity * others) FILTER (WHERE others > 0) AS saved_n,
               sum(quantity * others * at) FILTER (WHERE others > 0) AS saved_m
        FROM edges GROUP BY 1, 2, 3
    ), cumulated AS (
        SELECT d.pool_id, d.day, g.quarter,
               coalesce(g.quarter * 900000000::numeric * sum(n) OVER w - sum(m) OVER w, 0) AS micros,
               coalesce(g.quarter * 900000000::numeric * sum(idle_n) OVER w - sum(idle_m) OVER w, 0) AS idle,
               coalesce(g.quarter * 900000000::numeric * sum(saved_n) OVER w - sum(saved_m) OVER w, 0) AS saved
        FROM (SELECT DISTINCT pool_id, day FROM quarters) AS d
        CROSS JOIN generate_series(1, 96) AS g (quarter)
        LEFT JOIN quarters q ON q.pool_id = d.pool_id AND q.day = d.day AND q.quarter = g.quarter
        WINDOW w AS (PARTITION BY d.pool_id, d.day ORDER BY g.quarter)
    )
    SELECT day, pool_id, array_agg(micros ORDER BY quarter),
           CASE WHEN bool_or(idle <> 0) THEN array_agg(idle ORDER BY quarter) END,
           CASE WHEN bool_or(saved <> 0) THEN array_agg(saved ORDER BY quarter) END
    FROM cumulated GROUP BY pool_id, day
$$;

COMMENT ON FUNCTION usage_quarters IS 'What waits, or all closed usage, as usage_pool_quarter has it.';

CREATE FUNCTION add_quarters(one numeric[], other numeric[]) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN one IS NULL THEN other
        WHEN other IS NULL THEN one
        ELSE ARRAY(SELECT a + b FROM unnest(one, other) WITH ORDINALITY AS t (a, b, n) ORDER BY n)
    END
$$;

INSERT INTO usage_pool_quarter SELECT * FROM usage_quarters(false);
