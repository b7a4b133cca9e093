-- The job that a model was made from, which another job of the same name is not; null where that one is gone.
alter table model
    add column job_id text;

update model set job_id = (
    select job.job_id from automl_job job where job.job_name = model.job_name and job.creation_time <= model.creation_time);
