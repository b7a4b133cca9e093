-- Questions over whole months read a thirtieth of the rows.
CREATE TABLE usage_month (
    month      date    NOT NULL,
    account_id bigint  NOT NULL,
    micros     numeric NOT NULL,
    idle       numeric NOT NULL,
    saved      numeric NOT NULL,
    PRIMARY KEY (month, account_id)
) WITH (fillfactor = 70);

COMMENT ON TABLE usage_month IS 'usage_day by calendar month (UTC). A trigger keeps it.';

CREATE INDEX usage_month_account ON usage_month (account_id, month);

INSERT INTO usage_month
SELECT date_trunc('month', day)::date, account_id, sum(micros), sum(idle), sum(saved)
FROM usage_day GROUP BY 1, 2;

CREATE FUNCTION add_to_usage_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO usage_month AS m
        SELECT date_trunc('month', day)::date, account_id, sum(micros), sum(idle), sum(saved)
        FROM added GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (month, account_id) DO UPDATE
        SET micros = m.micros + excluded.micros, idle = m.idle + excluded.idle, saved = m.saved + excluded.saved;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO usage_month AS m
        SELECT date_trunc('month', day)::date, account_id, sum(micros), sum(idle), sum(saved)
        FROM (SELECT day, account_id, micros, idle, saved FROM added
              UNION ALL
              SELECT day, account_id, -micros, -idle, -saved FROM gone) AS changes
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (month, account_id) DO UPDATE
        SET micros = m.micros + excluded.micros, idle = m.idle + excluded.idle, saved = m.saved + excluded.saved;
    ELSE
        INSERT INTO usage_month AS m
        SELECT date_trunc('month', day)::date, account_id, -sum(micros), -sum(idle), -sum(saved)
        FROM gone GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (month, account_id) DO UPDATE
        SET micros = m.micros + excluded.micros, idle = m.idle + excluded.idle, saved = m.saved + excluded.saved;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER usage_month_follows_insert AFTER INSERT ON usage_day
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_usage_month();
CREATE TRIGGER usage_month_follows_update AFTER UPDATE ON usage_day
    REFERENCING NEW TABLE AS added OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION add_to_usage_month();
CREATE TRIGGER usage_month_follows_delete AFTER DELETE ON usage_day
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION add_to_usage_month();

CREATE VIEW usage_month_sum AS
SELECT month AS day, account_id, micros, idle, saved FROM usage_month
UNION ALL
SELECT date_trunc('month', day)::date, account_id, micros, idle, saved FROM usage_delta;

COMMENT ON VIEW usage_month_sum IS 'As usage_day_sum, by the first day of each month.';
