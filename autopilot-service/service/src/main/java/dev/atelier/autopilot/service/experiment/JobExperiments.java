package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.usage.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an AutoML job as an experiment: each candidate that ended is a trial of the processing that all share, its training with
 * the parameters of its pipeline and, when it has scores, its evaluation. What a user has deleted of them does not come back.
 */
@ApplicationScoped
public class JobExperiments {
    private final EntityManager entities;
    private final MetricSeries series;
    private final Clock clock;

    JobExperiments(EntityManager entities, MetricSeries series, Clock clock) {
        this.entities = entities;
        this.series = series;
        this.clock = clock;
    }

    /**
     * The job of a candidate.
     *
     * @param analysisStart when the table was begun to be analysed
     * @param analysisEnd when that was done; null while it is not known
     */
    public record Job(
            String name,
            Owner owner,
            @Nullable String problemType,
            @Nullable String objectiveMetric,
            @Nullable Instant analysisStart,
            @Nullable Instant analysisEnd) {}

    /** A job begins. When its owner has an experiment of that name already, the candidates join it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void begin(String jobName, Owner owner) {
        if (named(ExperimentEntity.class, owner, jobName) == null) {
            ExperimentEntity experiment =
                    new ExperimentEntity(Ids.next("exp", clock), jobName, owner, source(jobName), now());
            experiment.description = "The candidates of the AutoML job " + jobName + ".";
            entities.persist(experiment);
        }
    }

    /**
     * A candidate ended.
     *
     * @param parameters of its pipeline, as the plan has them
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(Job job, Candidate candidate, Map<String, Object> parameters, CandidateState.Ended end) {
        String jobName = job.name();
        Owner owner = job.owner();
        ExperimentEntity experiment = named(ExperimentEntity.class, owner, jobName);
        if (experiment == null) {
            return;
        }
        String source = candidateSource(jobName, candidate.name());
        TrialEntity trial = new TrialEntity(
                Ids.next("trial", clock),
                free(TrialEntity.class, owner, jobName + "-" + candidate.name()),
                experiment,
                source,
                now());
        trial.displayName = displayName(candidate.name());
        entities.persist(trial);
        entities.persist(new TrialAssociationEntity(trial.id, processing(job).id));
        TrialComponentEntity training = component(owner, trial, source, CandidateStep.Kind.TRAINING);
        training.status(status(end));
        training.startTime = candidate.creationTime();
        training.endTime = end.at().truncatedTo(ChronoUnit.MICROS);
        training.parameters = parameters(candidate, parameters);
        associate(trial, training);
        if (end instanceof CandidateState.Completed done) {
            TrialComponentEntity evaluation = component(owner, trial, source, CandidateStep.Kind.EVALUATION);
            evaluation.status(status(end));
            evaluation.startTime = training.endTime;
            evaluation.endTime = training.endTime;
            associate(trial, evaluation);
            entities.flush();
            series.append(
                    evaluation.id,
                    done.metrics().stream()
                            .map(metric -> new MetricObservation(metric.name(), metric.value(), null, end.at()))
                            .toList(),
                    end.at());
        }
    }

    /**
     * A job is deleted. Its experiment stays, as one of a job of the past, so that a later job of that name is not taken for
     * it.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void release(String jobName, String jobId) {
        String source = source(jobName);
        String past = "deleted-automl-job/" + jobId;
        for (Class<?> type : List.of(ExperimentEntity.class, TrialEntity.class, TrialComponentEntity.class)) {
            entities.createQuery(
                            "update %s e set e.source = concat(:past, substring(e.source, :rest)) where e.source = :source or e.source like :below"
                                    .formatted(type.getSimpleName()))
                    .setParameter("past", past)
                    .setParameter("rest", source.length() + 1)
                    .setParameter("source", source)
                    .setParameter("below", source + "/%")
                    .executeUpdate();
        }
    }

    /** What all candidates of a job share: the analysis of its table. */
    private TrialComponentEntity processing(Job job) {
        String source = processingSource(job.name());
        TrialComponentEntity known = entities.createQuery(
                        "select c from TrialComponentEntity c where c.source = :source", TrialComponentEntity.class)
                .setParameter("source", source)
                .getResultStream()
                .findFirst()
                .orElse(null);
        if (known != null) {
            return known;
        }
        TrialComponentEntity processing = new TrialComponentEntity(
                Ids.next("tc", clock),
                free(TrialComponentEntity.class, job.owner(), job.name() + "-processing"),
                job.owner(),
                source,
                now());
        processing.displayName = "processing";
        processing.status(new ComponentStatus("Completed", null));
        processing.startTime = job.analysisStart();
        processing.endTime = job.analysisEnd();
        if (job.problemType() != null) {
            processing.parameters.put("problemType", ParameterValue.of(job.problemType()));
        }
        if (job.objectiveMetric() != null) {
            processing.parameters.put("objectiveMetric", ParameterValue.of(job.objectiveMetric()));
        }
        entities.persist(processing);
        return processing;
    }

    private TrialComponentEntity component(Owner owner, TrialEntity trial, String source, CandidateStep.Kind step) {
        TrialComponentEntity component = new TrialComponentEntity(
                Ids.next("tc", clock),
                free(TrialComponentEntity.class, owner, trial.name + "-" + step.label()),
                owner,
                source,
                now());
        component.displayName = step.label();
        return component;
    }

    private void associate(TrialEntity trial, TrialComponentEntity component) {
        entities.persist(component);
        entities.persist(new TrialAssociationEntity(trial.id, component.id));
    }

    private <E> @Nullable E named(Class<E> type, Owner owner, String name) {
        return entities.createQuery(
                        "select e from %s e where e.name = :name and e.owner.domainId = :domain and e.owner.userProfileName = :user"
                                .formatted(type.getSimpleName()),
                        type)
                .setParameter("name", name)
                .setParameter("domain", owner.domainId())
                .setParameter("user", owner.userProfileName())
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    /** The wish, cut to what a name may be, and numbered when the owner uses it already. */
    private String free(Class<?> type, Owner owner, String wish) {
        String base = displayName(wish);
        String name = base;
        for (int i = 2; named(type, owner, name) != null; i++) {
            String suffix = "-" + i;
            name = base.substring(0, Math.min(base.length(), ExperimentService.MAX_NAME - suffix.length())) + suffix;
        }
        return name;
    }

    private static String displayName(String text) {
        String name = text.replaceAll("[^a-zA-Z0-9]+", "-").replaceAll("^-|-$", "");
        return name.substring(0, Math.min(name.length(), ExperimentService.MAX_NAME))
                .replaceAll("-$", "");
    }

    private static ComponentStatus status(CandidateState.Ended end) {
        return switch (end) {
            case CandidateState.Completed done -> new ComponentStatus(done.label(), null);
            case CandidateState.Failed failed -> new ComponentStatus(failed.label(), cut(failed.reason()));
            case CandidateState.Stopped stopped -> new ComponentStatus(stopped.label(), cut(stopped.reason()));
        };
    }

    private static String cut(String reason) {
        return reason.substring(0, Math.min(reason.length(), 1024));
    }

    private static Map<String, ParameterValue> parameters(Candidate candidate, Map<String, Object> planned) {
        Map<String, ParameterValue> values = new TreeMap<>();
        planned.forEach((name, value) -> values.put(
                name,
                value instanceof Number number && Double.isFinite(number.doubleValue())
                        ? ParameterValue.of(number.doubleValue())
                        : ParameterValue.of(String.valueOf(value))));
        values.put("algorithm", ParameterValue.of(candidate.algorithm()));
        values.put("pipeline", ParameterValue.of(candidate.description()));
        return values;
    }

    static String processingSource(String jobName) {
        return source(jobName) + "/processing";
    }

    static String candidateSource(String jobName, String candidateName) {
        return source(jobName) + "/candidate/" + candidateName;
    }

    private static String source(String jobName) {
        return "automl-job/" + jobName;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
