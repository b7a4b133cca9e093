-- Between how many workers a variant is kept, and for how many requests a minute each; null: as many as instance_count says.
alter table endpoint_variant
    add column min_instances integer check (min_instances >= 1),
    add column max_instances integer check (max_instances >= min_instances),
    add column target_invocations double precision check (target_invocations > 0),
    add column scale_in_millis bigint not null default 300000,
    add column scale_out_millis bigint not null default 300000,
    add column scaled_out timestamptz,
    add column scaled_in timestamptz;

-- What came through all replicas of this service, for variants that are scaled by load: requests in slots of five seconds.
create table endpoint_traffic (
    endpoint_id  text not null references endpoint,
    version      integer not null,
    variant_name text not null,
    slot         timestamptz not null,
    requests     bigint not null,
    primary key (endpoint_id, version, variant_name, slot)
);
create index endpoint_traffic_slot on endpoint_traffic (slot);
