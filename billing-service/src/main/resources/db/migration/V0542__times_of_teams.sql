-- An element of an array of decimals is found by going through those before it. What teams used but storage are whole numbers of one
-- size, too, and of those each is found at once: an hour's question of a month looks up 288,000 of them (ADR 37).
ALTER TABLE usage_team_quarter ADD COLUMN times int8[]
    GENERATED ALWAYS AS (CASE WHEN component <> 'storage' THEN micros::int8[] END) STORED;

COMMENT ON COLUMN usage_team_quarter.times IS 'Micros of what is no storage.';
