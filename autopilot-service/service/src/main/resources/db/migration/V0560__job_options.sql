-- How a job searches, and what its candidates are measured on; training_rows is set when a table of its own validates.
alter table automl_job
    add column mode text not null default 'AUTO',
    add column resolved_mode text not null default 'ENSEMBLING',
    add column validation_fraction double precision,
    add column validation_dataset_id text,
    add column training_rows bigint;
