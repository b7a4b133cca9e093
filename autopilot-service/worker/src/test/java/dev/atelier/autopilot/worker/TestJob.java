package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.EventLog;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.search.Plan;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import dev.atelier.autopilot.worker.search.TrialRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job whose steps run in this process. */
public final class TestJob {

    private final JobDirectory directory;

    private TestJob(JobDirectory directory) {
        this.directory = directory;
    }

    /** A job on a resource of the tests. */
    public static TestJob onResource(Path root, String resource, String target, Map<String, Object> more)
            throws IOException {
        Files.createDirectories(root);
        Path data = root.resolve("input.csv");
        try (InputStream in = TestJob.class.getResourceAsStream("/" + resource)) {
            Files.write(data, in.readAllBytes());
        }
        return on(root, data, target, more);
    }

    /** A job on lines of text. */
    public static TestJob onText(Path root, String csv, String target, Map<String, Object> more) throws IOException {
        Files.createDirectories(root);
        return on(root, Files.writeString(root.resolve("input.csv"), csv), target, more);
    }

    public static TestJob on(Path root, Path data, String target, Map<String, Object> more) throws IOException {
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("datasetPath", data.toString());
        request.put("targetColumn", target);
        request.putIfAbsent("threads", 2);
        request.putIfAbsent("seed", 7);
        request.putIfAbsent("folds", 5);
        Json.write(root.resolve("request.json"), request);
        return new TestJob(new JobDirectory(root));
    }

    public JobDirectory directory() {
        return directory;
    }

    public TestJob profiled() throws IOException {
        ExitCode code = new ProfileStep(directory).run();
        if (code != ExitCode.DONE) {
            throw new AssertionError("refused: " + Files.readString(directory.refusal()));
        }
        return this;
    }

    /** Profiles and expects a refusal. */
    public Map<?, ?> refusal() throws IOException {
        if (new ProfileStep(directory).run() != ExitCode.REFUSED) {
            throw new AssertionError("not refused");
        }
        return Json.read(directory.refusal(), Map.class);
    }

    public Profile profile() throws IOException {
        return Json.read(directory.profile(), Profile.class);
    }

    /** Replaces the plan, to keep tests short. */
    public TestJob plan(PlannedTrial... trials) throws IOException {
        Json.write(directory.plan(), new Plan(1, List.of(trials)));
        return this;
    }

    public Plan plan() throws IOException {
        return Json.read(directory.plan(), Plan.class);
    }

    public static PlannedTrial planned(int number, Algorithm algorithm, Map<String, Object> parameters) {
        return new PlannedTrial(number, algorithm.label() + "-" + number, algorithm, "for a test", parameters);
    }

    public TrialResult trial(int number) throws IOException {
        return trial(number, Deadline.NONE);
    }

    public TrialResult trial(int number, Deadline deadline) throws IOException {
        JobDirectory.Step step = directory.trial(number);
        step.reset();
        try (EventLog events = new EventLog(step.events(), Clock.systemUTC())) {
            TrialResult result = new TrialRunner(directory, profile(), 2, Clock.systemUTC())
                    .run(plan().trials().get(number), deadline, events);
            Json.write(step.result(), result);
            return result;
        }
    }

    public TrialResult assembled() throws IOException {
        ExitCode code = new AssembleStep(directory, Clock.systemUTC()).run();
        if (code != ExitCode.DONE) {
            throw new AssertionError("not assembled: " + code);
        }
        return Json.read(directory.ensemble().result(), TrialResult.class);
    }
}
