-- What waits to be merged is read by itself, and its accounts are looked up by it. Within one view with the sums it could be read
-- again for every account: it has no index, and before statistics are new nobody knows how many accounts there are.
DROP VIEW usage_day_app, usage_month_app, usage_pool_day_app, usage_month_sum, usage_pool_day_sum;

CREATE VIEW usage_day_app AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_day
UNION ALL
SELECT day, account_id, -micros, -idle, -saved, '' FROM usage_day WHERE member_id <> '';

CREATE VIEW usage_month_app AS
SELECT month, account_id, micros, idle, saved, member_id FROM usage_month
UNION ALL
SELECT month, account_id, -micros, -idle, -saved, '' FROM usage_month WHERE member_id <> '';

CREATE VIEW usage_pool_day_app AS
SELECT day, pool_id, micros, idle, saved, member_id FROM usage_pool_day
UNION ALL
SELECT day, pool_id, -micros, -idle, -saved, '' FROM usage_pool_day WHERE member_id <> '';

CREATE VIEW usage_delta_day_app AS
SELECT day, account_id, micros, idle, saved, member_id FROM usage_delta_day
UNION ALL
SELECT day, account_id, -micros, -idle, -saved, '' FROM usage_delta_day WHERE member_id <> '';

COMMENT ON VIEW usage_day_app IS 'usage_day as a partition: empty is the member of what no app used.';
COMMENT ON VIEW usage_month_app IS 'usage_month likewise.';
COMMENT ON VIEW usage_pool_day_app IS 'usage_pool_day likewise.';
COMMENT ON VIEW usage_delta_day_app IS 'usage_delta_day likewise.';
