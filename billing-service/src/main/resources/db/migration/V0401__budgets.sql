CREATE TABLE budget (
    budget_id       text        NOT NULL PRIMARY KEY,
    name            text        NOT NULL,
    scope_type      text        NOT NULL,
    scope_domain_id text        NOT NULL,
    scope_name      text        NOT NULL,
    scope_value     text        NOT NULL,
    amount          numeric     NOT NULL CHECK (amount > 0),
    currency        text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    rolling_days    integer     NOT NULL CHECK (rolling_days >= 0),
    time_zone       text        NOT NULL,
    thresholds      text        NOT NULL,
    enforcement     text        NOT NULL,
    grace_seconds   bigint      NOT NULL CHECK (grace_seconds >= 0),
    max_instances   integer     NOT NULL CHECK (max_instances >= 0),
    webhook_url     text        NOT NULL,
    webhook_secret  text        NOT NULL,
    created_at      timestamptz NOT NULL,
    created_by      text        NOT NULL,
    override_until  timestamptz,
    exceeded_at     timestamptz
);

COMMENT ON COLUMN budget.rolling_days IS '0: calendar months in the time zone.';
COMMENT ON COLUMN budget.thresholds IS 'Percents, ascending, with commas between.';
COMMENT ON COLUMN budget.exceeded_at IS 'Since when a check has found it used up; null while it is not.';

CREATE INDEX budget_scope ON budget (scope_type, scope_domain_id, scope_name);

CREATE TABLE budget_alert (
    alert_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    budget_id    text        NOT NULL REFERENCES budget ON DELETE CASCADE,
    kind         text        NOT NULL,
    threshold    integer     NOT NULL,
    period_start timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    spent        numeric,
    amount       numeric     NOT NULL,
    currency     text        NOT NULL,
    message      text        NOT NULL,
    UNIQUE (budget_id, kind, threshold, period_start)
);

CREATE TABLE webhook_delivery (
    alert_id        bigint      NOT NULL PRIMARY KEY REFERENCES budget_alert ON DELETE CASCADE,
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    delivered_at    timestamptz,
    last_error      text        NOT NULL DEFAULT ''
);

COMMENT ON COLUMN webhook_delivery.next_attempt_at IS 'Null when it is delivered or given up.';

CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

CREATE TABLE budget_event (
    event_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    budget_id  text        NOT NULL,
    time       timestamptz NOT NULL,
    actor      text        NOT NULL,
    action     text        NOT NULL,
    detail     text        NOT NULL
);

COMMENT ON TABLE budget_event IS 'What was done with budgets and by them; it outlives them.';

CREATE INDEX budget_event_budget ON budget_event (budget_id, event_id);

CREATE TRIGGER budget_event_append_only BEFORE UPDATE OR DELETE ON budget_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
