-- What a price is looked up by, in one text: questions of tens of thousands of rows put it together for each of them (ADR 37).
ALTER TABLE usage_account ADD COLUMN price_key text NOT NULL
    GENERATED ALWAYS AS (instance_type || chr(31) || component || chr(31) || region) STORED;
ALTER TABLE usage_pool ADD COLUMN price_key text NOT NULL
    GENERATED ALWAYS AS (instance_type || chr(31) || component || chr(31) || region) STORED;
ALTER TABLE usage_team_quarter ADD COLUMN price_key text NOT NULL
    GENERATED ALWAYS AS (instance_type || chr(31) || component || chr(31) || region) STORED;

COMMENT ON COLUMN usage_account.price_key IS 'Instance type, component and region, with the unit separator between.';
COMMENT ON COLUMN usage_pool.price_key IS 'As usage_account.price_key.';
COMMENT ON COLUMN usage_team_quarter.price_key IS 'As usage_account.price_key.';
