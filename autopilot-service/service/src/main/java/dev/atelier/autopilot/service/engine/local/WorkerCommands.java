package dev.atelier.autopilot.service.engine.local;

import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a piece of work is started: the command line and the files beside it. No secret is ever on a command line. */
final class WorkerCommands {
    /** The mark in the environment by which workers are found that nobody knows any more. */
    static final String MARK = "ATELIER_AUTOPILOT_WORK";

    /** Writes the exit code of the worker to a file, so that it is known also to a service that was not there. */
    private static final String RECORD_EXIT =
            "exit=\"$1\"; shift; \"$@\"; code=$?; echo \"$code\" > \"$exit.tmp\" && mv \"$exit.tmp\" \"$exit\"; exit"
                    + " \"$code\"";

    private final AutopilotConfig.Worker worker;
    private final Directories directories;

    WorkerCommands(AutopilotConfig.Worker worker, Directories directories) {
        this.worker = worker;
        this.directories = directories;
    }

    /** Where a step keeps what is known of its process: identity, exit code, log. */
    Path run(Work work) {
        return switch (work) {
            case Work.Profile profile -> jobRun(profile.jobId(), "profile");
            case Work.Train train -> jobRun(train.jobId(), "train-" + train.generation());
            case Work.Assemble assemble -> jobRun(assemble.jobId(), "assemble");
            case Work.Explain explain -> jobRun(explain.jobId(), "explain");
            case Work.Insights insights -> jobRun(insights.jobId(), "insights");
            case Work.Monitor monitor -> directories.monitoringRun(monitor.scheduleId(), monitor.executionId());
            case Work.Transform transform ->
                directories.transform(transform.transformId()).resolve("run");
            case Work.Serve serve ->
                directories
                        .version(serve.endpointId(), serve.version())
                        .resolve(serve.variantName())
                        .resolve("run-%d-%d".formatted(serve.ordinal(), serve.generation()));
        };
    }

    Path exit(Work work) {
        return run(work).resolve("exit");
    }

    Path log(Work work) {
        return run(work).resolve("log");
    }

    Path secret(Work.Serve serve) {
        return run(serve).resolve("secret");
    }

    Path ready(Work.Serve serve) {
        return run(serve).resolve("ready.json");
    }

    List<String> command(Work work) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                RECORD_EXIT,
                "atelier-worker",
                exit(work).toString(),
                worker.java(),
                "-XX:+UseSerialGC",
                "-Xmx" + (work instanceof Work.Serve ? worker.serveHeap() : worker.heap()),
                "-Djava.io.tmpdir=" + run(work),
                "-jar",
                worker.jar().toAbsolutePath().normalize().toString()));
        command.addAll(arguments(work));
        return command;
    }

    Map<String, String> environment(String mark) {
        return Map.of(
                MARK,
                mark,
                "OMP_WAIT_POLICY",
                "PASSIVE",
                "OMP_NUM_THREADS",
                "1",
                "ATELIER_WORKER_CACHE",
                directories.root().resolve("natives").toString());
    }

    private List<String> arguments(Work work) {
        return switch (work) {
            case Work.Profile profile -> List.of("profile", "--job", job(profile.jobId()));
            case Work.Train train -> {
                List<String> arguments = new ArrayList<>(
                        List.of("train", "--job", job(train.jobId()), "--cores", Integer.toString(train.cores())));
                if (train.candidates() != null) {
                    arguments.addAll(List.of("--candidates", Integer.toString(train.candidates())));
                }
                if (train.limit() != null) {
                    arguments.addAll(deadline(train.limit()));
                }
                yield arguments;
            }
            case Work.Assemble assemble -> List.of("assemble", "--job", job(assemble.jobId()));
            case Work.Explain explain -> {
                List<String> arguments = new ArrayList<>(List.of("explain", "--job", job(explain.jobId())));
                if (explain.trial() != JobDirectory.ENSEMBLE) {
                    arguments.addAll(List.of("--trial", Integer.toString(explain.trial())));
                }
                arguments.addAll(deadline(explain.limit()));
                yield arguments;
            }
            case Work.Insights insights -> List.of("insights", "--job", job(insights.jobId()));
            case Work.Monitor monitor ->
                List.of(
                        "monitor",
                        "--dir",
                        directories
                                .monitoringRun(monitor.scheduleId(), monitor.executionId())
                                .toString());
            case Work.Transform transform -> {
                Path directory = directories.transform(transform.transformId());
                yield List.of(
                        "score",
                        "--model",
                        directory.resolve("model.zip").toString(),
                        "--input",
                        directory.resolve("input.csv").toString(),
                        "--output",
                        directory.resolve("output.csv").toString());
            }
            case Work.Serve serve ->
                List.of(
                        "serve",
                        "--model",
                        directories
                                .model(serve.endpointId(), serve.version(), serve.variantName())
                                .toString(),
                        "--port",
                        "0",
                        "--secret-file",
                        secret(serve).toString(),
                        "--ready-file",
                        ready(serve).toString());
        };
    }

    private static List<String> deadline(Duration limit) {
        return List.of("--deadline-seconds", String.format(Locale.ROOT, "%.1f", limit.toMillis() / 1000.0));
    }

    private String job(String jobId) {
        return directories.job(jobId).path().toString();
    }

    private Path jobRun(String jobId, String step) {
        return directories.job(jobId).path().resolve("run").resolve(step);
    }
}
