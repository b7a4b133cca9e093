package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.experiment.JobExperiments;
import dev.atelier.autopilot.service.usage.Owner;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Removes jobs that have ended. What others made of one stays: endpoints have their own copies of its models, its experiment
 * belongs to the user, and its cost is in the ledger.
 */
@ApplicationScoped
public class JobDeletion {
    private static final Logger LOG = Logger.getLogger(JobDeletion.class);

    private final JobRepository jobs;
    private final JobExperiments experiments;
    private final Directories directories;

    JobDeletion(JobRepository jobs, JobExperiments experiments, Directories directories) {
        this.jobs = jobs;
        this.experiments = experiments;
        this.directories = directories;
    }

    /**
     * Removes a job with its candidates, events, table, models and reports. Deleting what is not there, or is another's, does nothing.
     *
     * @throws AtelierException RESOURCE_IN_USE while it has not ended
     */
    public void delete(Caller caller, String name) {
        Optional<AutoMLJob> found = QuarkusTransaction.requiringNew()
                .call(() -> jobs.find("name", name).firstResultOptional().map(JobEntity::toJob))
                .filter(job -> caller.sees(job.owner().domainId(), job.owner().userProfileName()));
        if (found.isEmpty()) {
            return;
        }
        AutoMLJob job = found.get();
        Owner owner = job.owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        QuarkusTransaction.requiringNew().run(() -> jobs.lock(job.id()).ifPresent(this::remove));
        directories.job(job.id()).delete();
        LOG.infof("job deleted; job=%s jobId=%s", name, job.id());
    }

    private void remove(JobEntity job) {
        if (!(job.lifecycle() instanceof JobLifecycle.Ended)) {
            throw new AtelierException(
                    ErrorCode.RESOURCE_IN_USE, "The job '%s' has not ended: stop it first.".formatted(job.name));
        }
        experiments.release(job.name, job.id);
        jobs.deleteWhole(job);
    }
}
