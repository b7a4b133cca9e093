package dev.atelier.autopilot.service.notebook;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AskedTrial;
import dev.atelier.autopilot.service.job.AutoMLJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The candidate-definition notebook: a candidate in words and as code that trains it again, to the same score. */
final class CandidateDefinition {
    private CandidateDefinition() {}

    static byte[] of(AutoMLJob job, Candidate candidate, CandidateState.Completed done, List<AskedTrial> definition) {
        boolean ensemble = candidate.trial() == JobDirectory.ENSEMBLE;
        String trials = definition.stream()
                .map(CandidateDefinition::literal)
                .collect(Collectors.joining(",\n    ", "trials = [\n    ", ",\n]"));
        return new Notebook()
                .markdown("""
                        # Candidate definition: %s

                        The candidate **%s** (%s) of the job **%s**.

                        %s

                        %s
                        """.formatted(
                                Notebook.plain(candidate.name()),
                                Notebook.plain(candidate.name()),
                                Notebook.plain(candidate.algorithm()),
                                Notebook.plain(job.name()),
                                Notebook.plain(candidate.description()),
                                metrics(job, done)))
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
                                encoded by what suits the algorithm, fitted on nothing but rows that it learns from.
                                """ : """
                                ## The pipeline

                                An algorithm with its parameters. Features are encoded by what suits the algorithm, fitted on nothing but rows that it
                                learns from. The number of the trial matters: random numbers follow from it and from the seed of the job.
                                """)
                .code(trials)
                .markdown("""
                        ## Train it again

                        A new job with the same table, the same seed, rows split alike, and only %s. It is billed like any other. To try something
                        else, change the parameters above.
                        """.formatted(ensemble ? "these trials" : "this trial"))
                .code("""
                        name = f"again-{uuid.uuid4().hex[:12]}"
                        again = client.create_job(
                            name,
                            %s,
                            trials=trials,
                        )
                        again.wait()
                        """.formatted(arguments(job)))
                .markdown("""
                        ## The same score

                        Training is deterministic: the score is the same to the last digits. What a time limit cut short is cut at the same rounds.
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

    private static String metrics(AutoMLJob job, CandidateState.Completed done) {
        boolean once = job.holdsOut();
        String head = once
                ? "| metric | on the rows held out |\n|---|---|\n"
                : "| metric | mean over the folds | standard deviation |\n|---|---|---|\n";
        return done.metrics().stream()
                .map(metric -> once
                        ? String.format(Locale.ROOT, "| %s | %.6f |", metric.name(), metric.value())
                        : String.format(
                                Locale.ROOT,
                                "| %s | %.6f | %.6f |",
                                metric.name(),
                                metric.value(),
                                metric.standardDeviation()))
                .collect(Collectors.joining("\n", head, ""));
    }

    /** What the job was asked for, without what it was not. */
    private static String arguments(AutoMLJob job) {
        ProblemType type = job.problemType();
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("validation_fraction", job.validation().fraction());
        options.put("metric", job.objectiveMetric());
        options.put("problem_type", type == null ? null : type.label());
        options.put("instance_type", job.instanceType());
        options.put("seed", job.seed());
        options.put("group", job.split().group());
        options.put("time", job.split().time());
        options.put("weight", job.split().sampleWeight());
        options.put("features", job.featureColumns().isEmpty() ? null : job.featureColumns());
        options.put("feature_types", job.featureTypes().isEmpty() ? null : job.featureTypes());
        Stream<String> table = Stream.of(
                "target=" + Notebook.literal(job.targetColumn()),
                "data=job.artifact(\"dataset.csv\")",
                "mode=" + Notebook.literal(job.resolvedMode().name()));
        Stream<String> validation = job.validation().datasetId() == null
                ? Stream.of()
                : Stream.of("validation=job.artifact(\"validation.csv\")");
        Stream<String> asked = options.entrySet().stream()
                .filter(option -> option.getValue() != null)
                .map(option -> option.getKey() + "=" + Notebook.literal(option.getValue()));
        return Stream.of(table, validation, asked).flatMap(Function.identity()).collect(Collectors.joining(",\n    "));
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
