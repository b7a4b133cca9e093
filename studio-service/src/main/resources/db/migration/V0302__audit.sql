-- Who did what to which resource with which result. Nothing is ever changed in it.
create table audit_event (
    audit_event_id          text primary key,
    event_time              timestamptz not null,
    actor                   text not null,
    actor_role              text not null,
    -- the profile that acted, or that a service acted for; '' for an operator
    actor_domain_id         text not null,
    actor_user_profile_name text not null,
    action                  text not null,
    resource_type           text not null,
    resource_id             text not null,
    -- whose resource it is; '' where that is not known, or where it is the domain's
    domain_id               text not null,
    user_profile_name       text not null,
    -- 'succeeded', or the stable code of the error
    result                  text not null,
    detail                  text not null,
    trace_id                text not null
);

create index audit_event_owner on audit_event (domain_id, user_profile_name, audit_event_id);
create index audit_event_actor on audit_event (actor_domain_id, actor_user_profile_name, audit_event_id);
create index audit_event_time on audit_event (event_time);
