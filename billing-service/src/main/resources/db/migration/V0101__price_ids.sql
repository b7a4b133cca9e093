-- Reports group by the id of a price, not by everything that it says.
ALTER TABLE price ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;

CREATE OR REPLACE VIEW price_span AS
SELECT instance_type, component, region, per_hour, currency, estimated, valid_from,
       lead(valid_from, 1, 'infinity') OVER (
           PARTITION BY instance_type, component, region ORDER BY valid_from) AS valid_until,
       id AS price_id
FROM price
UNION ALL
SELECT instance_type, component, region, NULL, NULL, NULL, '-infinity', min(valid_from), NULL
FROM price
GROUP BY instance_type, component, region;
