package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.Arguments.UsageException;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.CsvException;
import dev.atelier.autopilot.worker.insight.Reporter;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.monitor.Monitor;
import dev.atelier.autopilot.worker.monitor.MonitorRequest;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.serve.FileScorer;
import dev.atelier.autopilot.worker.serve.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;

/** The command line. */
public final class Worker {

    private Worker() {}

    public static void main(String... args) {
        ExitCode code;
        try {
            code = run(Arguments.parse(args));
        } catch (UsageException e) {
            code = fail(ExitCode.USAGE, e.getMessage());
        } catch (NoSuchFileException e) {
            code = fail(ExitCode.USAGE, "There is no " + e.getFile());
        } catch (InputException e) {
            code = fail(ExitCode.REFUSED, e.getMessage());
        } catch (OutOfMemoryError e) {
            code = fail(ExitCode.OUT_OF_MEMORY, e.toString());
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            code = ExitCode.INTERNAL;
        }
        System.err.flush();
        System.exit(code.code());
    }

    private static ExitCode fail(ExitCode code, String message) {
        System.err.println(message);
        return code;
    }

    private static ExitCode run(Arguments arguments) throws IOException {
        Clock clock = Clock.systemUTC();
        return switch (arguments.command()) {
            case "profile" -> new ProfileStep(job(arguments)).run();
            case "trial" ->
                new TrialStep(job(arguments), clock, null)
                        .run(arguments.integer("trial"), arguments.decimal("deadline-seconds"));
            case "trials" -> new TrialsStep(job(arguments), clock).run();
            case "train" -> new TrainStep(arguments, job(arguments)).run();
            case "run" -> new RunStep(arguments).run();
            case "assemble" -> new AssembleStep(job(arguments), clock).run();
            case "explain" ->
                explain(
                        arguments,
                        new ExplainStep(
                                job(arguments), arguments.optional("trial"), arguments.decimal("deadline-seconds")));
            case "insights" -> insights(job(arguments));
            case "monitor" -> monitor(arguments);
            case "score" -> score(arguments);
            case "transform" -> transform(arguments);
            case "serve" -> new ServeStep(arguments).run();
            default -> version();
        };
    }

    private static JobDirectory job(Arguments arguments) {
        Path root = arguments.path("job");
        if (!Files.isDirectory(root)) {
            throw new UsageException("There is no job directory " + root + ".");
        }
        return new JobDirectory(root);
    }

    private static ExitCode explain(Arguments arguments, ExplainStep step) throws IOException {
        return arguments.text("input") == null
                ? step.run()
                : step.rows(arguments.path("input"), arguments.path("output"));
    }

    private static ExitCode insights(JobDirectory job) throws IOException {
        Profile profile = input(job.profile(), Profile.class);
        return new Reporter(job, profile).run() == 0 ? ExitCode.NOT_READY : ExitCode.DONE;
    }

    private static ExitCode monitor(Arguments arguments) throws IOException {
        Path directory = arguments.path("dir");
        input(directory.resolve("monitor.json"), MonitorRequest.class);
        try {
            new Monitor(directory).run();
        } catch (CsvException e) {
            throw new InputException(e.getMessage());
        }
        return ExitCode.DONE;
    }

    private static ExitCode score(Arguments arguments) throws IOException {
        Path output = arguments.path("output");
        try (Model model = ModelFile.read(arguments.path("model"))) {
            new FileScorer(model).score(arguments.path("input"), output);
        }
        return ExitCode.DONE;
    }

    private static ExitCode transform(Arguments arguments) throws IOException {
        Path output = arguments.path("output");
        String join = arguments.text("join");
        if (join != null && !join.equals("input") && !join.equals("none")) {
            throw new UsageException("The option --join is input or none, not '" + join + "'.");
        }
        try (Model model = ModelFile.read(arguments.path("model"))) {
            new FileScorer(model).transform(arguments.path("input"), output, "input".equals(join));
        }
        return ExitCode.DONE;
    }

    private static ExitCode version() {
        String version = Worker.class.getPackage().getImplementationVersion();
        System.out.println("atelier-worker " + (version == null ? "development" : version));
        return ExitCode.DONE;
    }

    /** A step's input, which a step before it has written. */
    static <T> T input(Path file, Class<T> type) throws IOException {
        if (!Files.exists(file)) {
            throw new UsageException("There is no " + file + "; run the step before first.");
        }
        try {
            return Json.read(file, type);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UsageException("The file " + file + " is not valid: " + e.getOriginalMessage());
        }
    }
}
