alter table kernel
    -- what its process is started with on top of the app's environment; never shown, it may hold secrets
    add column env             jsonb   not null default '{}',
    -- a restart was asked for and has not been carried out yet
    add column restart_wanted  boolean not null default false,
    add column death_cause     text check (death_cause in ('out-of-memory', 'signal', 'exit', 'app-ended', 'shut-down', 'unknown')),
    add column death_exit_code integer,
    add column death_signal    text,
    -- until when the replica that owns the lease keeps it without renewing
    add column lease_expires   timestamptz;

update kernel set death_cause = 'unknown' where death_reason <> '';
update kernel set lease_expires = now() where lease_owner is not null;
