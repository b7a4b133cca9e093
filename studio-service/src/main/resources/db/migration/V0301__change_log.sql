-- Every change of a resource, in the order of the commits. Triggers write it, so that no code path can forget it; they are deferred to
-- the commit and take one lock there, as the last of the transaction: numbers become visible in their order, and a reader who has
-- seen one will never be shown a smaller one later.
create table change_event (
    change_id         bigint generated always as identity primary key,
    change_time       timestamptz not null,
    domain_id         text not null,
    -- '' for what belongs to the domain as a whole
    user_profile_name text not null,
    resource_type     text not null,
    resource_id       text not null,
    change            text not null check (change in ('Created', 'Updated', 'StatusChanged', 'Deleted')),
    status            text not null,
    reason            text not null
);

create index change_event_time on change_event (change_time);

-- What tells one visible state of a row from another. A kernel that computes is in the same state as one that waits, and who looks
-- at it, or when, is no change.
create function change_visible(resource jsonb) returns jsonb language sql immutable as $$
    select case when resource ->> 'execution_state' = 'busy' then jsonb_set(resource, '{execution_state}', '"idle"') else resource end
        - '{last_activity,last_modified_time,lease_owner,lease_epoch,lease_expires,restart_wanted,launched,connections,env}'::text[]
$$;

-- Arguments: the type of the resource, the column of its id.
create function log_change() returns trigger language plpgsql as $$
declare
    before jsonb := change_visible(to_jsonb(old));
    after  jsonb := change_visible(to_jsonb(new));
    resource jsonb := coalesce(after, before);
    status text := coalesce(resource ->> 'status', resource ->> 'execution_state', '');
    kind text;
begin
    if tg_op = 'INSERT' then
        kind := 'Created';
    elsif tg_op = 'DELETE' then
        -- it was said before that it is gone
        if before ->> 'ending' = 'true' or before ->> 'status' in ('Deleted', 'Stopped') then
            return null;
        end if;
        kind := 'Deleted';
    elsif before = after then
        return null;
    elsif after ->> 'ending' = 'true' then
        if before ->> 'ending' = 'true' then
            return null;
        end if;
        kind := 'Deleted';
    elsif coalesce(before ->> 'status', before ->> 'execution_state') is distinct from nullif(status, '') then
        kind := 'StatusChanged';
    else
        kind := 'Updated';
    end if;
    perform pg_advisory_xact_lock(7240031);
    insert into change_event (change_time, domain_id, user_profile_name, resource_type, resource_id, change, status, reason)
    values (clock_timestamp(),
            resource ->> 'domain_id',
            coalesce(resource ->> 'user_profile_name', ''),
            tg_argv[0],
            resource ->> tg_argv[1],
            kind,
            status,
            coalesce(nullif(resource ->> 'failure_reason', ''), nullif(resource ->> 'end_reason', ''),
                     resource ->> 'death_reason', ''));
    return null;
end
$$;

create constraint trigger change_of_domain after insert or update or delete on domain
    deferrable initially deferred for each row execute function log_change('Domain', 'domain_id');
create constraint trigger change_of_user_profile after insert or update or delete on user_profile
    deferrable initially deferred for each row execute function log_change('UserProfile', 'user_profile_name');
create constraint trigger change_of_instance after insert or update or delete on instance
    deferrable initially deferred for each row execute function log_change('Instance', 'instance_id');
create constraint trigger change_of_app after insert or update or delete on app
    deferrable initially deferred for each row execute function log_change('App', 'app_id');
create constraint trigger change_of_kernel after insert or update or delete on kernel
    deferrable initially deferred for each row execute function log_change('Kernel', 'kernel_id');
create constraint trigger change_of_session after insert or update or delete on kernel_session
    deferrable initially deferred for each row execute function log_change('Session', 'session_id');
