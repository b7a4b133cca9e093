-- A deleted job leaves the endpoints that serve its candidates: they have their own copies of the models.
alter table endpoint_variant drop constraint endpoint_variant_job_id_fkey;
