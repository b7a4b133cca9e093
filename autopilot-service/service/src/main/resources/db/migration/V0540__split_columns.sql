-- How the rows of a job are split into folds and how much each counts.
alter table automl_job
    add column group_column text,
    add column time_column text,
    add column sample_weight_column text;
