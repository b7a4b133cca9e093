package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.walk.client.CellResult;
import dev.atelier.walk.client.Kernel;
import dev.atelier.walk.client.Rest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chapter 4: notebooks run from top to bottom in Studio kernels: those that every new home directory has, and those that the job left. They
 * reach Autopilot as the user, without any set-up.
 */
final class HandsOnChapter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EXAMPLES = "examples/";
    private static final String IMAGE = "data-science";
    private static final String INSTANCE_TYPE = "ml.t3.medium";
    private static final Duration CELL_LIMIT = Duration.ofMinutes(5);
    private static final Pattern RETRAINED = Pattern.compile("before: ([0-9.]+).*again: +([0-9.]+)", Pattern.DOTALL);
    private static final double SAME = 1e-6;

    private final Atelier atelier;
    private final Report report;
    private final CleanUp cleanUp;
    private final Visit visit;
    private final Rest studio;
    private final Rest autopilot;

    HandsOnChapter(Atelier atelier, Report report, CleanUp cleanUp, Visit visit) {
        this.atelier = atelier;
        this.report = report;
        this.cleanUp = cleanUp;
        this.visit = visit;
        this.studio = atelier.studio(visit.token());
        this.autopilot = atelier.autopilot(visit.token());
    }

    /**
     * What a notebook came to.
     *
     * @param output all text that it printed
     */
    private record Ran(int cells, int pictures, String output) {}

    void run(String job) {
        report.chapter("Hands-on");
        report.step(() -> example("1-autopilot-by-code.ipynb", null));
        report.step(() -> example(
                "2-autopilot-with-your-csv.ipynb",
                "FILE = '%s'\nTARGET = '%s'\nMAX_CANDIDATES = 2\nMAX_RUNTIME = 90"
                        .formatted(BankMarketing.FILE, BankMarketing.TARGET)));
        report.step(() -> exploration(job));
        report.step(() -> definition(job));
        report.step(this::shutDown);
    }

    private String example(String name, @Nullable String parameters) {
        String path = EXAMPLES + name;
        Ran ran = run(path, notebook(studio.text(files(path))), parameters);
        String last = ran.output()
                .lines()
                .filter(line -> line.contains("predicted right"))
                .reduce((_, line) -> line)
                .orElse("");
        require(!last.isEmpty(), path + " did not say how good its predictions are: " + ran.output());
        return "%s: %d cells%s. %s"
                .formatted(path, ran.cells(), parameters == null ? "" : " on " + BankMarketing.FILE, last);
    }

    private String exploration(String job) {
        String path = "data-exploration.ipynb";
        String content = autopilot.text("/automl-jobs/" + job + "/artifacts/" + path);
        studio.put(files(path), content.getBytes(StandardCharsets.UTF_8));
        Ran ran = run(path, notebook(content), null);
        require(ran.pictures() >= 3, path + " showed only " + ran.pictures() + " pictures");
        return "%s of the job: %d cells, %d pictures".formatted(path, ran.cells(), ran.pictures());
    }

    /** Of the candidate that was trained fastest. */
    private String definition(String job) {
        JsonNode fastest = null;
        for (JsonNode candidate : autopilot
                .get("/automl-jobs/" + job + "/candidates?pageSize=100")
                .path("items")) {
            boolean single = candidate.path("status").asText().equals("Completed")
                    && !candidate.path("algorithm").asText().equals("WeightedEnsemble");
            if (single && (fastest == null || seconds(candidate) < seconds(fastest))) {
                fastest = candidate;
            }
        }
        require(fastest != null, "No candidate of " + job + " was completed");
        String candidate = fastest.path("candidateName").asText();
        String path = "candidate-definition.ipynb";
        String content = autopilot.text("/automl-jobs/" + job + "/candidates/" + candidate + "/artifacts/" + path);
        studio.put(files(path), content.getBytes(StandardCharsets.UTF_8));
        Ran ran = run(path, notebook(content), null);
        Matcher scores = RETRAINED.matcher(ran.output());
        require(scores.find(), path + " printed no scores: " + ran.output());
        double before = Double.parseDouble(scores.group(1));
        double again = Double.parseDouble(scores.group(2));
        require(Math.abs(before - again) <= SAME, candidate + " scored " + before + ", trained again " + again);
        return "%s of %s: %d cells, trained again to the same score, %s"
                .formatted(path, candidate, ran.cells(), scores.group(2));
    }

    private static double seconds(JsonNode candidate) {
        return Duration.parse(candidate.path("trainingTime").asText("PT1H")).toMillis() / 1000.0;
    }

    /**
     * Runs every cell of a notebook in a kernel of its own.
     *
     * @param parameters code that is run after the cell with the tag "parameters", as papermill does
     */
    private Ran run(String path, JsonNode notebook, @Nullable String parameters) {
        JsonNode session = studio.post(
                "/sessions",
                Map.of(
                        "domainId",
                        visit.domainId(),
                        "userProfileName",
                        visit.user(),
                        "path",
                        path,
                        "name",
                        path,
                        "type",
                        "notebook",
                        "kernelName",
                        "python3",
                        "image",
                        IMAGE,
                        "instanceType",
                        INSTANCE_TYPE));
        String sessionId = session.path("sessionId").asText();
        cleanUp.later("session of " + path, () -> studio.delete("/sessions/" + sessionId));
        String kernelId = session.path("kernel").path("kernelId").asText();
        int cells = 0;
        int pictures = 0;
        StringBuilder output = new StringBuilder();
        try (Kernel kernel = atelier.kernel(visit.domainId(), visit.user(), kernelId, visit.token())) {
            for (JsonNode cell : notebook.path("cells")) {
                if (!cell.path("cell_type").asText().equals("code")) {
                    continue;
                }
                cells++;
                StringBuilder code = new StringBuilder();
                cell.path("source").forEach(line -> code.append(line.asText()));
                if (parameters != null
                        && cell.path("metadata").path("tags").toString().contains("\"parameters\"")) {
                    code.append('\n').append(parameters);
                }
                CellResult result = kernel.run(code.toString(), CELL_LIMIT);
                require(result.error() == null, "Cell " + cells + " of " + path + " failed: " + result.error());
                pictures += result.images().size();
                output.append(result.output()).append('\n');
            }
        }
        studio.delete("/sessions/" + sessionId);
        return new Ran(cells, pictures, output.toString());
    }

    private String shutDown() {
        String running = "/instances?" + visit.mine() + "&status=Running";
        studio.get(running)
                .path("items")
                .forEach(instance -> studio.delete(
                        "/instances/" + instance.path("instanceId").asText()));
        Waiting.until(
                "The end of all instances",
                Duration.ofSeconds(30),
                () -> studio.get(running).path("items").size(),
                left -> left == 0);
        return "DELETE /instances: the notebooks cost nothing any more, what they made in the home directory stays";
    }

    private String files(String path) {
        return visit.profile() + "/home/files/" + path;
    }

    private static JsonNode notebook(String content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw new StepFailedException("No notebook: " + content, e);
        }
    }
}
