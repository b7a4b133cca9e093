-- What every service's database holds for the platform. A service's own scripts start at V0100.

-- Creates that can be repeated: claimed in the transaction of the effect, with the answer to give again.
CREATE TABLE idempotency_key (
    subject      text        NOT NULL,
    operation    text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    answer       text,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (subject, operation, key)
);
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);

-- Usage events that billing does not have yet. The id is the order; a resource's events are delivered in it.
CREATE TABLE usage_outbox (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    resource_id text        NOT NULL,
    source      text        NOT NULL,
    event_id    text        NOT NULL,
    event       bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    UNIQUE (source, event_id)
);
CREATE INDEX usage_outbox_resource ON usage_outbox (resource_id, id);

-- Events that billing refused because it holds another event under the same key: kept for a person to look at.
CREATE TABLE usage_outbox_conflict (
    id          bigint      PRIMARY KEY,
    resource_id text        NOT NULL,
    source      text        NOT NULL,
    event_id    text        NOT NULL,
    event       bytea       NOT NULL,
    reason      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    parked_at   timestamptz NOT NULL
);
