create table experiment (
    experiment_id      text primary key,
    experiment_name    text not null,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    display_name       text not null,
    description        text not null,
    -- The job that made it; null for a user's own.
    source             text,
    creation_time      timestamptz not null,
    last_modified_time timestamptz not null,
    unique (domain_id, user_profile_name, experiment_name)
);

create table trial (
    trial_id           text primary key,
    trial_name         text not null,
    experiment_id      text not null references experiment,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    display_name       text not null,
    source             text,
    creation_time      timestamptz not null,
    last_modified_time timestamptz not null,
    unique (domain_id, user_profile_name, trial_name)
);

create index trial_of_experiment on trial (experiment_id, trial_id desc);

create table trial_component (
    component_id       text primary key,
    component_name     text not null,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    display_name       text not null,
    source             text,
    primary_status     text check (primary_status in ('InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped')),
    status_message     text not null,
    start_time         timestamptz,
    end_time           timestamptz,
    -- Name to string or number.
    parameters         jsonb not null,
    -- Name to {value, mediaType}.
    input_artifacts    jsonb not null,
    output_artifacts   jsonb not null,
    creation_time      timestamptz not null,
    last_modified_time timestamptz not null,
    unique (domain_id, user_profile_name, component_name)
);

create table trial_association (
    trial_id     text not null references trial,
    component_id text not null references trial_component,
    primary key (trial_id, component_id)
);

create index trial_association_component on trial_association (component_id);

create table trial_metric (
    component_id text not null references trial_component on delete cascade,
    metric_name  text not null,
    observation  bigint generated always as identity,
    step         integer check (step >= 0),
    value        double precision not null,
    metric_time  timestamptz not null,
    primary key (component_id, metric_name, observation)
);

-- What SageMaker's TrialComponentMetricSummary says, kept with every batch; squares is the sum of squared distances from the mean.
create table trial_metric_summary (
    component_id text not null references trial_component on delete cascade,
    metric_name  text not null,
    observations bigint not null check (observations > 0),
    minimum      double precision not null,
    maximum      double precision not null,
    mean         double precision not null,
    squares      double precision not null,
    last_value   double precision not null,
    last_time    timestamptz not null,
    primary key (component_id, metric_name)
);
