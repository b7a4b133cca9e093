-- What clients of other protocols said of a resource that means nothing to Atelier, and the tags that it was given. It goes with its resource.
create table kept_document (
    resource_id text primary key,
    document    jsonb not null,
    tags        jsonb not null
);

create function forget_document() returns trigger language plpgsql as $$
begin
    delete from kept_document where resource_id = to_jsonb(old) ->> tg_argv[0];
    return null;
end
$$;

create trigger automl_job_document after delete on automl_job
    for each row execute function forget_document('job_id');
create trigger transform_job_document after delete on transform_job
    for each row execute function forget_document('transform_id');
create trigger experiment_document after delete on experiment
    for each row execute function forget_document('experiment_id');
create trigger trial_document after delete on trial
    for each row execute function forget_document('trial_id');
create trigger trial_component_document after delete on trial_component
    for each row execute function forget_document('component_id');
create trigger monitoring_schedule_document after delete on monitoring_schedule
    for each row execute function forget_document('schedule_id');
create trigger endpoint_document after update on endpoint
    for each row when (new.status = 'Deleted' and old.status <> 'Deleted') execute function forget_document('endpoint_id');
