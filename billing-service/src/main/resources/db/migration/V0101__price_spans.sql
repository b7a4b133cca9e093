-- Reports meet every interval with the spans of its price: they want few columns, and a table that the planner knows.
ALTER TABLE price ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;

DROP VIEW price_span;

CREATE TABLE price_span (
    instance_type text        NOT NULL,
    component     text        NOT NULL,
    region        text        NOT NULL,
    valid_from    timestamptz NOT NULL,
    valid_until   timestamptz NOT NULL,
    price_id      bigint,
    per_hour      numeric,
    currency      text,
    estimated     boolean,
    PRIMARY KEY (instance_type, component, region, valid_from)
);

COMMENT ON TABLE price_span IS
    'The whole of time for every known key, cut where its price changes; the price is null before the first one. '
    'It follows from the table price.';

CREATE FUNCTION refresh_price_span() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM price_span;
    INSERT INTO price_span
    SELECT instance_type, component, region, valid_from,
           lead(valid_from, 1, 'infinity') OVER (
               PARTITION BY instance_type, component, region ORDER BY valid_from),
           id, per_hour, currency, estimated
    FROM price
    UNION ALL
    SELECT instance_type, component, region, '-infinity', min(valid_from), NULL, NULL, NULL, NULL
    FROM price
    GROUP BY instance_type, component, region;
    ANALYZE price_span;
    RETURN NULL;
END
$$;

CREATE TRIGGER price_span_follows AFTER INSERT OR UPDATE OR DELETE ON price
    FOR EACH STATEMENT EXECUTE FUNCTION refresh_price_span();

INSERT INTO price_span
SELECT instance_type, component, region, valid_from,
       lead(valid_from, 1, 'infinity') OVER (PARTITION BY instance_type, component, region ORDER BY valid_from),
       id, per_hour, currency, estimated
FROM price
UNION ALL
SELECT instance_type, component, region, '-infinity', min(valid_from), NULL, NULL, NULL, NULL
FROM price
GROUP BY instance_type, component, region;
