package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateListing;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.usage.Costs;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be done with jobs and their candidates, but making one: that is {@link JobCreation}. */
@ApplicationScoped
public class JobService {
    static final String KIND = "AutoML job";

    private final JobRepository jobs;
    private final Candidates candidates;
    private final Owners owners;
    private final JobRecorder recorder;
    private final JobReconciler reconciler;
    private final Directories directories;
    private final Costs costs;
    private final Clock clock;

    JobService(
            JobRepository jobs,
            Candidates candidates,
            Owners owners,
            JobRecorder recorder,
            JobReconciler reconciler,
            Directories directories,
            Costs costs,
            Clock clock) {
        this.jobs = jobs;
        this.candidates = candidates;
        this.owners = owners;
        this.recorder = recorder;
        this.reconciler = reconciler;
        this.directories = directories;
        this.costs = costs;
        this.clock = clock;
    }

    /** The job, when the caller may see it. */
    public JobView get(Caller caller, String name) {
        return views(List.of(visible(caller, name))).getFirst();
    }

    /** The jobs of a profile or, for those who see everything, of all; the newest first. */
    public Page<JobView> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<AutoMLJob> found = QuarkusTransaction.requiringNew()
                .call(() ->
                        jobs.page(scope, page).stream().map(JobEntity::toJob).toList());
        Page<AutoMLJob> shown = Page.of(found, page, AutoMLJob::id);
        return new Page<>(views(shown.items()), shown.nextPageToken());
    }

    /** Jobs that the caller may see, without what they cost. */
    public Page<AutoMLJob> list(Caller caller, Listing listing, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        List<AutoMLJob> found = QuarkusTransaction.requiringNew()
                .call(() -> jobs.page(scope, listing, page).stream()
                        .map(JobEntity::toJob)
                        .toList());
        return Page.of(
                found,
                page,
                job -> listing.token(
                        new Listing.Place(job.id(), job.name(), job.lifecycle().status(), job.lastModifiedTime())));
    }

    /** The best candidate of a job so far. */
    public Optional<Candidate> best(AutoMLJob job) {
        return Optional.ofNullable(candidates.tally(job.id()).best());
    }

    /** Candidates of a job. */
    public Page<Candidate> candidates(Caller caller, String name, CandidateListing listing, PageRequest page) {
        return candidates.page(visible(caller, name).id(), listing, page);
    }

    /** Ends a job and keeps the best so far. Stopping what is finished or being stopped does nothing. */
    public JobView stop(Caller caller, String name) {
        AutoMLJob job = visible(caller, name);
        caller.requireProfile(job.owner().domainId(), job.owner().userProfileName());
        QuarkusTransaction.requiringNew()
                .run(() -> jobs.lock(job.id()).ifPresent(entity -> {
                    if (entity.lifecycle() instanceof JobLifecycle.InProgress progress) {
                        recorder.move(entity, progress.stop());
                    }
                }));
        reconciler.wake();
        return get(caller, name);
    }

    /** Events of a job after a number; the number of the last one is {@link AutoMLJob#lastEvent}. */
    public List<JobEvent> events(AutoMLJob job, long after, int limit) {
        return QuarkusTransaction.requiringNew().call(() -> jobs.events(job.id(), after, limit));
    }

    /** One candidate. */
    public Candidate candidate(Caller caller, String jobName, String candidateName) {
        return candidates
                .find(visible(caller, jobName).id(), candidateName)
                .orElseThrow(() -> AtelierException.notFound("candidate", candidateName));
    }

    /** The trials that a candidate consists of, as the plan has them: itself or, for the ensemble, every finished one. */
    public List<AskedTrial> definition(Candidate candidate) {
        Set<Integer> wanted = candidate.trial() == JobDirectory.ENSEMBLE
                ? candidates.of(candidate.jobId()).stream()
                        .filter(one -> one.state() instanceof CandidateState.Completed)
                        .map(Candidate::trial)
                        .collect(Collectors.toSet())
                : Set.of(candidate.trial());
        return directories.job(candidate.jobId()).plan().stream()
                .flatMap(plan -> plan.trials().stream())
                .filter(planned -> wanted.contains(planned.trial()))
                .map(planned ->
                        new AskedTrial(planned.trial(), planned.name(), planned.algorithm(), planned.parameters()))
                .toList();
    }

    /**
     * The model of a candidate.
     *
     * @throws AtelierException NOT_READY while it is trained, CONFLICT when it never was
     */
    public Path artifact(Caller caller, String jobName, String candidateName) {
        Candidate candidate = candidate(caller, jobName, candidateName);
        return switch (candidate.state()) {
            case CandidateState.Completed _ ->
                directories.job(candidate.jobId()).model(candidate.trial());
            case CandidateState.InProgress _ ->
                throw AtelierException.notReady("The candidate '%s' is still being trained.".formatted(candidateName));
            case CandidateState.Failed _, CandidateState.Stopped _ ->
                throw AtelierException.conflict("The candidate '%s' has no model: it is %s."
                        .formatted(candidateName, candidate.state().label()));
        };
    }

    /**
     * The candidate to deploy: the named one, or the best of the job.
     *
     * @throws AtelierException NOT_READY while there is none
     */
    public Candidate deployable(Caller caller, String jobName, @Nullable String candidateName) {
        AutoMLJob job = visible(caller, jobName);
        if (candidateName != null && !candidateName.isBlank()) {
            artifact(caller, jobName, candidateName);
            return candidate(caller, jobName, candidateName);
        }
        Candidate best = candidates.tally(job.id()).best();
        if (best == null) {
            throw AtelierException.notReady("The job '%s' has no finished candidate.".formatted(jobName));
        }
        return best;
    }

    /** The job alone, when the caller may see it. */
    public AutoMLJob visible(Caller caller, String name) {
        return find(caller, name).orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /** The job alone, when there is one that the caller may see. */
    public Optional<AutoMLJob> find(Caller caller, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> jobs.find("name", name).firstResultOptional().map(JobEntity::toJob))
                .filter(job -> {
                    Owner owner = job.owner();
                    return caller.sees(owner.domainId(), owner.userProfileName());
                });
    }

    private List<JobView> views(List<AutoMLJob> shown) {
        return costs.with(shown, job -> Costs.job(job.owner(), job.name()), this::view);
    }

    private JobView view(AutoMLJob job, Costs.Cost cost) {
        Duration left = null;
        if (job.startTime() != null && job.lifecycle() instanceof JobLifecycle.Open) {
            left = new TimeBudget(job.startTime(), job.limits()).left(clock.instant());
        } else if (job.lifecycle() instanceof JobLifecycle.Open) {
            left = job.limits().maxRuntime();
        }
        return new JobView(job, candidates.tally(job.id()), left, cost);
    }
}
