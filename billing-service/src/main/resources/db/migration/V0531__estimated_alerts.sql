ALTER TABLE budget_alert ADD COLUMN estimated boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN budget_alert.estimated IS 'Some of what was spent was priced with an estimate.';
