package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Leftovers;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.support.SingleFlight;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Drives every job that is not finished towards its end. It only looks at what is (rows, processes, files), never at what it
 * remembers, so it goes on where a killed service left off. A job is claimed for one transaction at a time.
 */
@ApplicationScoped
public class JobReconciler {
    private static final Logger LOG = Logger.getLogger(JobReconciler.class);

    private final JobRepository jobs;
    private final TrialEngine engine;
    private final Directories directories;
    private final JobRecorder recorder;
    private final AnalysisPhase analysis;
    private final TrainingPhase training;
    private final EnsemblePhase ensemble;
    private final ExplanationPhase explanation;
    private final ReportPhase reports;
    private final StopPhase stop;
    private final SingleFlight flight = new SingleFlight("job-reconciler", this::pass);

    JobReconciler(
            JobRepository jobs,
            TrialEngine engine,
            Directories directories,
            JobRecorder recorder,
            AnalysisPhase analysis,
            TrainingPhase training,
            EnsemblePhase ensemble,
            ExplanationPhase explanation,
            ReportPhase reports,
            StopPhase stop) {
        this.jobs = jobs;
        this.engine = engine;
        this.directories = directories;
        this.recorder = recorder;
        this.analysis = analysis;
        this.training = training;
        this.ensemble = ensemble;
        this.explanation = explanation;
        this.reports = reports;
        this.stop = stop;
    }

    void onStart(@Observes StartupEvent event) {
        Leftovers.remove(
                directories.root().resolve("jobs"),
                recorder.now(),
                () -> QuarkusTransaction.requiringNew().call(jobs::ids));
        engine.onExit(this::wake);
        wake();
    }

    void onStop(@Observes ShutdownEvent event) {
        flight.close();
    }

    @Scheduled(every = "${atelier.autopilot.reconcile-interval:1s}", identity = "job-reconciler")
    void tick() {
        wake();
    }

    /** Asks for a look at all open jobs and returns at once. */
    public void wake() {
        flight.wake();
    }

    private void pass() {
        List<String> open = QuarkusTransaction.requiringNew().call(jobs::open);
        for (String id : open) {
            try {
                QuarkusTransaction.requiringNew().run(() -> jobs.claim(id).ifPresent(this::advance));
            } catch (RuntimeException e) {
                LOG.errorf(e, "job not advanced, tried again later; jobId=%s", id);
            }
        }
    }

    private void advance(JobEntity job) {
        switch (job.lifecycle()) {
            case JobLifecycle.Ended _ -> {
                // claimed between its end and our look
            }
            case JobLifecycle.Stopping stopping -> stop.advance(job, stopping);
            case JobLifecycle.InProgress state -> {
                if (state.step() == Step.STARTING) {
                    analysis.start(job);
                    return;
                }
                work(job, state);
            }
        }
    }

    private void work(JobEntity job, JobLifecycle.InProgress state) {
        TimeBudget budget = new TimeBudget(job.startTime == null ? recorder.now() : job.startTime, job.limits());
        switch (state.step()) {
            case STARTING, ANALYZING_DATA, FEATURE_ENGINEERING -> {
                analysis.advance(job, state, budget);
                if (job.lifecycle() instanceof JobLifecycle.InProgress after && after.step() == Step.MODEL_TUNING) {
                    work(job, after);
                }
            }
            case MODEL_TUNING -> {
                if (training.advance(job, budget)) {
                    ensemble.start(job, state, budget);
                }
            }
            case TRAINING_MODELS -> ensemble.advance(job, state, budget);
            case GENERATING_EXPLAINABILITY_REPORT -> explanation.advance(job, state, budget);
            case GENERATING_MODEL_INSIGHTS_REPORT -> reports.advance(job, state, budget);
        }
    }
}
