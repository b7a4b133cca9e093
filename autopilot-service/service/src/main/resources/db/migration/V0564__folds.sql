-- That candidates are learned in; 1 where rows are held out. Of older jobs it is not known.
alter table automl_job
    add column folds integer;
