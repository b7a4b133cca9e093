-- Sums by app beside those of everything, so that questions by app read sums, too.
ALTER TABLE usage_day ADD COLUMN member_id text NOT NULL DEFAULT '';
ALTER TABLE usage_day DROP CONSTRAINT usage_day_pkey, ADD PRIMARY KEY (day, account_id, member_id);
ALTER TABLE usage_month ADD COLUMN member_id text NOT NULL DEFAULT '';
ALTER TABLE usage_month DROP CONSTRAINT usage_month_pkey, ADD PRIMARY KEY (month, account_id, member_id);
ALTER TABLE usage_delta ADD COLUMN member_id text NOT NULL DEFAULT '';

COMMENT ON COLUMN usage_day.member_id IS
    'Empty: all usage of the account. Else the part of an app, an even share of each day of each time in which it was there.';

CREATE OR REPLACE VIEW usage_day_sum AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_day
UNION ALL
SELECT day, account_id, micros, idle, saved, member_id FROM usage_delta;

CREATE OR REPLACE VIEW usage_month_sum AS
SELECT month AS day, account_id, micros, idle, saved, member_id FROM usage_month
UNION ALL
SELECT date_trunc('month', day)::date, account_id, micros, idle, saved, member_id FROM usage_delta;

CREATE VIEW usage_day_app AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_day_sum
UNION ALL
SELECT day, account_id, -micros, -idle, -saved, '' FROM usage_day_sum WHERE member_id <> '';

CREATE VIEW usage_month_app AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_month_sum
UNION ALL
SELECT day, account_id, -micros, -idle, -saved, '' FROM usage_month_sum WHERE member_id <> '';

COMMENT ON VIEW usage_day_app IS 'As usage_day_sum, but as a partition: empty is the member of what no app used.';

CREATE OR REPLACE VIEW usage_day_expected AS
WITH pieces AS (
    SELECT i.account_id, i.quantity, (d.day AT TIME ZONE 'UTC')::date AS day, s.member_id, s.part, s.parts, s.idle,
           round(extract(epoch FROM least(i.ended_at, s.ended_at, d.day + interval '24 hours')
                                    - greatest(i.started_at, s.started_at, d.day)) * 1000000) AS micros
    FROM metered_interval i
    CROSS JOIN LATERAL generate_series(
        date_trunc('day', i.started_at, 'UTC'), i.ended_at - interval '1 microsecond', interval '24 hours') AS d (day)
    LEFT JOIN metered_share s
      ON s.resource_number = i.resource_number
     AND tstzrange(s.started_at, s.ended_at) && tstzrange(greatest(i.started_at, d.day), least(i.ended_at, d.day + interval '24 hours'))
    WHERE i.ended_at IS NOT NULL
), measured AS (
    SELECT account_id, day, '' AS member_id, micros * quantity AS micros, idle, coalesce(parts, 1) - 1 AS others
    FROM pieces WHERE part IS NULL OR part = 0
    UNION ALL
    SELECT account_id, day, member_id,
           (div(micros, parts) + CASE WHEN part < micros % parts THEN 1 ELSE 0 END) * quantity, idle, parts - 1
    FROM pieces WHERE member_id <> ''
)
SELECT day, account_id,
       sum(micros) AS micros,
       sum(CASE WHEN idle THEN micros ELSE 0 END) AS idle,
       sum(micros * others) AS saved,
       member_id
FROM measured
GROUP BY day, account_id, member_id;

CREATE OR REPLACE FUNCTION add_to_usage_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO usage_month AS m (month, account_id, micros, idle, saved, member_id)
        SELECT date_trunc('month', day)::date AS month, account_id, sum(micros), sum(idle), sum(saved), member_id
        FROM added GROUP BY 1, 2, 6 ORDER BY 1, 2, 6
        ON CONFLICT (month, account_id, member_id) DO UPDATE
        SET micros = m.micros + excluded.micros, idle = m.idle + excluded.idle, saved = m.saved + excluded.saved;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO usage_month AS m (month, account_id, micros, idle, saved, member_id)
        SELECT date_trunc('month', day)::date AS month, account_id, sum(micros), sum(idle), sum(saved), member_id
        FROM (SELECT day, account_id, micros, idle, saved, member_id FROM added
              UNION ALL
              SELECT day, account_id, -micros, -idle, -saved, member_id FROM gone) AS changes
        GROUP BY 1, 2, 6 ORDER BY 1, 2, 6
        ON CONFLICT (month, account_id, member_id) DO UPDATE
        SET micros = m.micros + excluded.micros, idle = m.idle + excluded.idle, saved = m.saved + excluded.saved;
    ELSE
        INSERT INTO usage_month AS m (month, account_id, micros, idle, saved, member_id)
        SELECT date_trunc('month', day)::date AS month, account_id, -sum(micros), -sum(idle), -sum(saved), member_id
        FROM gone GROUP BY 1, 2, 6 ORDER BY 1, 2, 6
        ON CONFLICT (month, account_id, member_id) DO UPDATE
        SET micros = m.micros + excluded.micros, idle = m.idle + excluded.idle, saved = m.saved + excluded.saved;
    END IF;
    RETURN NULL;
END
$$;

INSERT INTO usage_day SELECT * FROM usage_day_expected WHERE member_id <> '';
