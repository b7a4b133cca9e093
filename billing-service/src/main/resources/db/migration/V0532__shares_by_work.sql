-- While some of the apps on an instance compute, they pay for it; else all that are there do (ADR 34). Part and parts still tell who was
-- there; payer and payers tell who pays.
ALTER TABLE metered_share ADD COLUMN payer integer, ADD COLUMN payers integer;
UPDATE metered_share SET payer = part, payers = parts;
ALTER TABLE metered_share
    ALTER COLUMN payer SET NOT NULL,
    ALTER COLUMN payers SET NOT NULL,
    ADD CHECK (payer >= -1 AND payers > payer AND payers > 0);

COMMENT ON COLUMN metered_share.payer IS 'Which of those who pay it is, from 0; -1: it pays nothing while others compute.';

ALTER TABLE usage_delta ADD COLUMN payer integer, ADD COLUMN payers integer;
UPDATE usage_delta SET payer = part, payers = parts;
ALTER TABLE usage_delta ALTER COLUMN payer SET NOT NULL, ALTER COLUMN payers SET NOT NULL;

CREATE OR REPLACE VIEW usage_delta_day AS
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
           (micros / payers + CASE WHEN payer < micros % payers THEN 1 ELSE 0 END) * quantity::numeric, idle, parts - 1
    FROM pieces WHERE member_id <> '' AND payer >= 0
)
SELECT day, account_id, micros, CASE WHEN idle THEN micros ELSE 0 END AS idle, micros * others AS saved, member_id
FROM measured;

CREATE OR REPLACE VIEW usage_day_expected AS
WITH pieces AS (
    SELECT i.account_id, i.quantity, (d.day AT TIME ZONE 'UTC')::date AS day, s.member_id, s.part, s.parts, s.payer, s.payers, s.idle,
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
           (div(micros, payers) + CASE WHEN payer < micros % payers THEN 1 ELSE 0 END) * quantity, idle, parts - 1
    FROM pieces WHERE member_id <> '' AND payer >= 0
)
SELECT day, account_id,
       sum(micros) AS micros,
       sum(CASE WHEN idle THEN micros ELSE 0 END) AS idle,
       sum(micros * others) AS saved,
       member_id
FROM measured
GROUP BY day, account_id, member_id;

CREATE TABLE outdated_share (resource_number bigint NOT NULL PRIMARY KEY);

COMMENT ON TABLE outdated_share IS 'Resources whose shares were worked out when all that were there paid alike; they are worked out again in the background.';

INSERT INTO outdated_share
SELECT DISTINCT s.resource_number FROM metered_share s
WHERE s.parts > 1
  AND EXISTS (SELECT FROM usage_event e WHERE e.resource_number = s.resource_number AND e.type = 'busy' AND e.member_id <> '');
