-- When the best candidate of a job was explained: a part of it that is billed.
alter table automl_job
    add column explanation_start timestamptz,
    add column explanation_end timestamptz;
