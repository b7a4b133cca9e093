package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.experiment.CandidateStep.Kind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The steps of candidates, as {@link JobExperiments} has kept them; what a user has deleted of them is not there any more. */
@ApplicationScoped
public class CandidateSteps {
    private final EntityManager entities;

    CandidateSteps(EntityManager entities) {
        this.entities = entities;
    }

    /** The steps of candidates of a job by the candidate's name, in order; none while it is trained. */
    public Map<String, List<CandidateStep>> of(String jobName, Collection<String> candidateNames) {
        List<String> sources = Stream.concat(
                        Stream.of(JobExperiments.processingSource(jobName)),
                        candidateNames.stream().map(name -> JobExperiments.candidateSource(jobName, name)))
                .toList();
        Map<String, List<TrialComponentEntity>> components = QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery(
                                "select c from TrialComponentEntity c where c.source in (:sources)",
                                TrialComponentEntity.class)
                        .setParameter("sources", sources)
                        .getResultStream()
                        .collect(Collectors.groupingBy(component -> String.valueOf(component.source))));
        List<TrialComponentEntity> shared =
                components.getOrDefault(JobExperiments.processingSource(jobName), List.of());
        return candidateNames.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> steps(
                                shared,
                                components.getOrDefault(JobExperiments.candidateSource(jobName, name), List.of()))));
    }

    private static List<CandidateStep> steps(List<TrialComponentEntity> shared, List<TrialComponentEntity> own) {
        if (own.isEmpty()) {
            return List.of();
        }
        List<CandidateStep> steps = new ArrayList<>();
        shared.forEach(component -> steps.add(step(Kind.PROCESSING, component)));
        own.forEach(component -> steps.add(step(kind(component.name), component)));
        steps.sort(Comparator.comparing(CandidateStep::kind));
        return steps;
    }

    /** Names do not change, and end with the step, which may be numbered. */
    private static Kind kind(String componentName) {
        return componentName.matches(".*-" + Kind.EVALUATION.label() + "(-\\d+)?") ? Kind.EVALUATION : Kind.TRAINING;
    }

    private static CandidateStep step(Kind kind, TrialComponentEntity component) {
        return new CandidateStep(kind, component.name, component.primaryStatus, component.startTime, component.endTime);
    }
}
