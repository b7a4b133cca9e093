package dev.atelier.autopilot.service.notebook;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AskedTrial;
import dev.atelier.autopilot.service.job.AutoMLJob;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The candidate-definition notebook: a candidate in words and as code that trains it again, to the same score. */
final class CandidateDefinition {
    private CandidateDefinition() {}

    static byte[] of(AutoMLJob job, Candidate candidate, CandidateState.Completed done, List<AskedTrial> definition) {
        boolean ensemble = candidate.trial() == JobDirectory.ENSEMBLE;
        ProblemType type = job.problemType();
        String metrics = done.metrics().stream()
                .map(metric -> String.format(
                        Locale.ROOT, "| %s | %.6f | %.6f |", metric.name(), metric.value(), metric.standardDeviation()))
                .collect(Collectors.joining("\n"));
        String trials = definition.stream()
                .map(CandidateDefinition::literal)
                .collect(Collectors.joining(",\n    ", "trials = [\n    ", ",\n]"));
        return new Notebook()
                .markdown("""
                        # Candidate definition: %s

                        The candidate **%s** (%s) of the job **%s**.

                        %s

                        | metric | mean over the folds | standard deviation |
                        |---|---|---|
                        %s
                        """.formatted(
                                Notebook.plain(candidate.name()),
                                Notebook.plain(candidate.name()),
                                Notebook.plain(candidate.algorithm()),
                                Notebook.plain(job.name()),
                                Notebook.plain(candidate.description()),
                                metrics))
                .code("""
                        import uuid

                        import atelier

                        client = atelier.client()
                        job = client.job(%s)
                        candidate = job.candidate(%s)
                        candidate
                        """.formatted(Notebook.literal(job.name()), Notebook.literal(candidate.name())))
                .markdown(ensemble ? """
                                ## The trials

                                The ensemble is a weighted mean that was chosen from these trials; each is an algorithm with its parameters. Features are
                                encoded inside of each fold by what suits the algorithm.
                                """ : """
                                ## The pipeline

                                An algorithm with its parameters. Features are encoded inside of each fold by what suits the algorithm. The number of the
                                trial matters: random numbers follow from it and from the seed of the job.
                                """)
                .code(trials)
                .markdown("""
                        ## Train it again

                        A new job with the same table, the same seed, the same folds, and only %s. It is billed like any other. To try something
                        else, change the parameters above.
                        """.formatted(ensemble ? "these trials" : "this trial"))
                .code("""
                        name = f"again-{uuid.uuid4().hex[:12]}"
                        again = client.create_job(
                            name,
                            target=%s,
                            data=job.artifact("dataset.csv"),
                            mode=%s,
                            validation=%s,
                            validation_fraction=%s,
                            metric=%s,
                            problem_type=%s,
                            instance_type=%s,
                            seed=%d,
                            group=%s,
                            time=%s,
                            weight=%s,
                            features=%s,
                            feature_types=%s,
                            trials=trials,
                        )
                        again.wait()
                        """.formatted(
                                Notebook.literal(job.targetColumn()),
                                Notebook.literal(job.resolvedMode().name()),
                                job.validation().datasetId() == null ? "None" : "job.artifact(\"validation.csv\")",
                                Notebook.literal(job.validation().fraction()),
                                Notebook.literal(job.objectiveMetric()),
                                Notebook.literal(type == null ? null : type.label()),
                                Notebook.literal(job.instanceType()),
                                job.seed(),
                                Notebook.literal(job.split().group()),
                                Notebook.literal(job.split().time()),
                                Notebook.literal(job.split().sampleWeight()),
                                Notebook.literal(job.featureColumns().isEmpty() ? null : job.featureColumns()),
                                Notebook.literal(job.featureTypes().isEmpty() ? null : job.featureTypes())))
                .markdown("""
                        ## The same score

                        Training is deterministic: the score is the same to the last digits. Only a trial that a time limit cut short can differ.
                        """)
                .code("""
                        retrained = again.candidate(%s)
                        print(f"before: {candidate.score:.9f}\\nagain:  {retrained.score:.9f}")
                        assert abs(retrained.score - candidate.score) <= 1e-6
                        """.formatted(Notebook.literal(candidate.name())))
                .markdown("""
                        ## Use it

                        `endpoint = retrained.deploy("my-endpoint").wait()` serves it, `endpoint.invoke(rows)` asks it, `endpoint.delete()` ends it and its
                        charge. The job of this notebook is not needed any more:
                        """)
                .code("again.delete()")
                .bytes();
    }

    private static String literal(AskedTrial trial) {
        return "{\"trial\": %d, \"name\": %s, \"algorithm\": %s,\n     \"parameters\": %s}"
                .formatted(
                        trial.trial(),
                        Notebook.literal(trial.name()),
                        Notebook.literal(trial.algorithm()),
                        Notebook.literal(trial.parameters()));
    }
}
