-- The only columns that a job may learn from; null: all but the target and those that say how rows are split.
alter table automl_job
    add column feature_columns jsonb;
