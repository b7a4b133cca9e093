-- What columns are read as, where the caller says so, by their names.
alter table automl_job
    add column feature_types jsonb;
