package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.usage.UsageMeter;
import dev.atelier.billing.v1.Component;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Writes down what happens to a job: its state, its events, and what of it is billed, all in the current transaction. */
@ApplicationScoped
class JobRecorder {
    private static final Logger LOG = Logger.getLogger(JobRecorder.class);

    private final EntityManager entities;
    private final UsageMeter usage;
    private final Clock clock;

    JobRecorder(EntityManager entities, UsageMeter usage, Clock clock) {
        this.entities = entities;
        this.usage = usage;
        this.clock = clock;
    }

    /** The job is in another state. */
    void move(JobEntity job, JobLifecycle to) {
        if (to.status().equals(job.status) && to.secondaryStatus().equals(job.secondaryStatus)) {
            return;
        }
        job.write(to);
        if (to instanceof JobLifecycle.Ended) {
            job.endTime = now();
        }
        event(job, JobEvent.Type.STATUS, JobEvent.Payload.ofStatus(to));
        LOG.infof("job moved; job=%s status=%s secondaryStatus=%s", job.name, to.status(), to.secondaryStatus());
    }

    /** Something happened. */
    void event(JobEntity job, JobEvent.Type type, JobEvent.Payload payload) {
        job.lastEvent++;
        entities.persist(new JobEventEntity(job.id, job.lastEvent, clock.instant(), type, payload));
    }

    void analysisStarted(JobEntity job, Instant at) {
        if (job.analysisStart == null) {
            job.analysisStart = micros(at);
            usage.started(metered(job, new Work.Profile(job.id), Component.COMPONENT_PROCESSING), at);
        }
    }

    void analysisEnded(JobEntity job, Instant at) {
        if (job.analysisStart != null && job.analysisEnd == null) {
            job.analysisEnd = micros(at);
            usage.ended(metered(job, new Work.Profile(job.id), Component.COMPONENT_PROCESSING), job.analysisStart, at);
        }
    }

    /** Trials begin, for the first time or again after a time in which none ran. */
    void trainingStarted(JobEntity job, Instant at) {
        if (job.trainingStart == null || job.trainingEnd != null) {
            job.trainingStart = micros(at);
            job.trainingEnd = null;
            usage.started(metered(job, training(job), Component.COMPONENT_TRAINING), at);
        }
    }

    void trainingEnded(JobEntity job, Instant at) {
        if (job.trainingStart != null && job.trainingEnd == null) {
            job.trainingEnd = micros(at);
            usage.ended(metered(job, training(job), Component.COMPONENT_TRAINING), job.trainingStart, at);
        }
    }

    void assemblyStarted(JobEntity job, Instant at) {
        if (job.assemblyStart == null) {
            job.assemblyStart = micros(at);
            usage.started(metered(job, new Work.Assemble(job.id), Component.COMPONENT_PROCESSING), at);
        }
    }

    void assemblyEnded(JobEntity job, Instant at) {
        if (job.assemblyStart != null && job.assemblyEnd == null) {
            job.assemblyEnd = micros(at);
            usage.ended(metered(job, new Work.Assemble(job.id), Component.COMPONENT_PROCESSING), job.assemblyStart, at);
        }
    }

    void explanationStarted(JobEntity job, Instant at) {
        if (job.explanationStart == null) {
            job.explanationStart = micros(at);
            usage.started(metered(job, explanation(job), Component.COMPONENT_PROCESSING), at);
        }
    }

    void explanationEnded(JobEntity job, Instant at) {
        if (job.explanationStart != null && job.explanationEnd == null) {
            job.explanationEnd = micros(at);
            usage.ended(metered(job, explanation(job), Component.COMPONENT_PROCESSING), job.explanationStart, at);
        }
    }

    void reportStarted(JobEntity job, Instant at) {
        if (job.reportStart == null) {
            job.reportStart = micros(at);
            usage.started(metered(job, new Work.Insights(job.id), Component.COMPONENT_PROCESSING), at);
        }
    }

    void reportEnded(JobEntity job, Instant at) {
        if (job.reportStart != null && job.reportEnd == null) {
            job.reportEnd = micros(at);
            usage.ended(metered(job, new Work.Insights(job.id), Component.COMPONENT_PROCESSING), job.reportStart, at);
        }
    }

    Instant now() {
        return micros(clock.instant());
    }

    /** Whatever start it is of. */
    private static Work training(JobEntity job) {
        return new Work.Train(job.id, 0, 1, null, null);
    }

    /** Of whatever candidate. */
    private static Work explanation(JobEntity job) {
        return new Work.Explain(job.id, JobDirectory.ENSEMBLE, Duration.ZERO);
    }

    private static UsageMeter.Metered metered(JobEntity job, Work work, Component component) {
        return new UsageMeter.Metered(
                work.resourceId(), component, job.instanceType, job.owner.toOwner(), job.name, "");
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
