package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.walk.client.CellResult;
import dev.atelier.walk.client.Kernel;
import dev.atelier.walk.client.Rest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Chapter 2: notebooks on metered instances: shared, moved, and what that does to memory, files and cost. */
final class NotebookChapter {
    private static final String IMAGE = "data-science";
    private static final String SMALL = "ml.t3.medium";
    private static final String LARGE = "ml.m5.large";
    private static final Duration CELL_LIMIT = Duration.ofSeconds(90);
    /** What the product promises for the first result, when the app must start and when it runs. */
    private static final Duration COLD_LIMIT = Duration.ofSeconds(6);

    private static final Duration WARM_LIMIT = Duration.ofMillis(2500);

    private final Atelier atelier;
    private final Report report;
    private final CleanUp cleanUp;
    private final Visit visit;
    private final Rest studio;

    NotebookChapter(Atelier atelier, Report report, CleanUp cleanUp, Visit visit) {
        this.atelier = atelier;
        this.report = report;
        this.cleanUp = cleanUp;
        this.visit = visit;
        this.studio = atelier.studio(visit.token());
    }

    /** A notebook's session and its connection to the kernel. */
    private record Notebook(String sessionId, String kernelId, Kernel kernel) {}

    void run() {
        report.chapter("Notebooks");
        report.step(this::estimate);
        AtomicReference<Notebook> first = new AtomicReference<>();
        AtomicReference<Notebook> second = new AtomicReference<>();
        report.step(() -> open("first.ipynb", true, first));
        report.step(() -> specOf(first.get()));
        report.step(() -> pandas(first.get()));
        report.step(() -> picture(first.get()));
        report.step(() -> open("second.ipynb", false, second));
        report.step(() -> shared(first.get(), second.get()));
        report.step(() -> moveToLarger(first));
        report.step(this::whatRuns);
        first.get().kernel().close();
        second.get().kernel().close();
        report.step(() -> stopKernels(List.of(first.get(), second.get())));
        report.step(this::shutDown);
    }

    private String estimate() {
        JsonNode estimate = atelier.billing()
                .post(
                        "/estimates",
                        Map.of(
                                "lines",
                                List.of(
                                        Map.of("instanceType", SMALL, "component", "studio", "duration", "PT3H"),
                                        Map.of("instanceType", LARGE, "component", "studio", "duration", "PT1H"))));
        BigDecimal total = new BigDecimal(estimate.path("total").path("amount").asText());
        return "POST /estimates: 3 h " + SMALL + " + 1 h " + LARGE + " will cost $" + total.toPlainString();
    }

    /** Opens a notebook and runs its first cell; the time from the request to the result is the figure that matters. */
    private String open(String path, boolean cold, AtomicReference<Notebook> opened) {
        long start = System.nanoTime();
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
                        SMALL));
        JsonNode kernel = session.path("kernel");
        String sessionId = session.path("sessionId").asText();
        cleanUp.later("session of " + path, () -> studio.delete("/sessions/" + sessionId));
        if (cold) {
            require(!kernel.hasNonNull("spec"), "The spec is known before the instance runs: " + kernel);
        }
        Notebook notebook = connect(sessionId, kernel.path("kernelId").asText());
        opened.set(notebook);
        String output = output(notebook, "1 + 1");
        double seconds = (System.nanoTime() - start) / 1e9;
        require(output.strip().equals("2"), "1 + 1 gave " + output);
        Duration limit = cold ? COLD_LIMIT : WARM_LIMIT;
        String verdict = seconds * 1000 <= limit.toMillis() ? "limit" : "SLOWER than";
        return String.format(
                Locale.ROOT,
                "POST /sessions %s (%s), first result after %.2f s (%s %.1f s)%s",
                path,
                cold ? "app must start" : "app runs",
                seconds,
                verdict,
                limit.toMillis() / 1000.0,
                cold ? "; spec unknown meanwhile" : "");
    }

    private String specOf(Notebook notebook) {
        JsonNode kernel = Waiting.until(
                "The kernel's spec",
                Duration.ofSeconds(30),
                () -> studio.get("/kernels/" + notebook.kernelId()),
                found -> found.hasNonNull("spec"));
        JsonNode spec = kernel.path("spec");
        require(spec.path("instanceType").asText().equals(SMALL), "The kernel runs on " + spec);
        return "GET /kernels/" + notebook.kernelId().substring(0, 8) + "…: "
                + spec.path("instanceType").asText() + ", " + spec.path("vcpu").asInt() + " vCPU, "
                + spec.path("memoryGib").asDouble() + " GiB";
    }

    private String pandas(Notebook notebook) {
        String output = output(notebook, """
                import pandas as pd
                frame = pd.DataFrame({"type": ["ml.t3.medium", "ml.m5.large"], "hours": [3, 1], "price": [0.05, 0.115]})
                frame.to_csv("hours.csv", index=False)
                print(len(frame), round(float((frame.hours * frame.price).sum()), 3))
                """);
        require(output.strip().equals("2 0.265"), "pandas printed " + output);
        return "Cell with pandas: a frame in memory, hours.csv in the home directory";
    }

    private String picture(Notebook notebook) {
        CellResult cell = notebook.kernel().run("""
                import matplotlib.pyplot as plt
                figure, axes = plt.subplots()
                axes.bar(frame.type, frame.hours * frame.price)
                plt.show()
                """, CELL_LIMIT);
        require(cell.error() == null, "The picture failed: " + cell.error());
        require(
                cell.images().size() == 1 && isPng(cell.images().getFirst()),
                "Expected one PNG, got " + cell.images().size());
        return "Cell with matplotlib: a PNG of " + cell.images().getFirst().length + " bytes";
    }

    private String shared(Notebook first, Notebook second) {
        JsonNode one = studio.get("/kernels/" + first.kernelId());
        JsonNode two = studio.get("/kernels/" + second.kernelId());
        require(!first.kernelId().equals(second.kernelId()), "Both notebooks have one kernel");
        String instance = one.path("instanceId").asText();
        require(
                !instance.isEmpty() && instance.equals(two.path("instanceId").asText()),
                "The notebooks run on " + instance + " and "
                        + two.path("instanceId").asText());
        CellResult other = second.kernel().run("frame", CELL_LIMIT);
        require(
                other.error() != null && other.error().startsWith("NameError"),
                "The second kernel sees the first one's memory");
        return "Second notebook, second kernel, the same instance " + instance + ": charged once";
    }

    private String moveToLarger(AtomicReference<Notebook> notebook) {
        Notebook before = notebook.get();
        JsonNode answer = studio.post("/sessions/" + before.sessionId() + ":switch", Map.of("instanceType", LARGE));
        before.kernel().close();
        Notebook after = connect(
                before.sessionId(),
                answer.path("session").path("kernel").path("kernelId").asText());
        notebook.set(after);
        CellResult memory = after.kernel().run("frame", CELL_LIMIT);
        require(
                memory.error() != null && memory.error().startsWith("NameError"),
                "The moved notebook still has its memory: " + memory);
        String file = output(after, "print(open('hours.csv').readline().strip())");
        require(file.strip().equals("type,hours,price"), "hours.csv reads " + file);
        List<String> lost = new ArrayList<>();
        answer.path("lost").forEach(item -> lost.add(item.asText()));
        return "POST /sessions/…:switch to " + LARGE + ": lost " + String.join(" and ", lost) + "; hours.csv is there";
    }

    private String whatRuns() {
        JsonNode instances =
                studio.get("/instances?" + visit.mine() + "&status=Running").path("items");
        JsonNode kernels = studio.get("/kernels?" + visit.mine()).path("items");
        require(instances.size() == 2, "Expected two running instances, got " + instances);
        for (JsonNode instance : instances) {
            List<String> apps = new ArrayList<>();
            instance.path("appNames").forEach(app -> apps.add(app.asText()));
            report.detail(String.format(
                    "%s  %s  $%s an hour  apps %s",
                    instance.path("instanceId").asText(),
                    instance.path("instanceType").asText(),
                    instance.path("pricePerHour").path("amount").asText(),
                    apps));
        }
        return "GET /instances, /kernels: " + instances.size() + " instances, " + kernels.size() + " kernels run";
    }

    private String stopKernels(List<Notebook> notebooks) {
        notebooks.forEach(notebook -> studio.delete("/sessions/" + notebook.sessionId()));
        Waiting.until(
                "The end of all kernels",
                Duration.ofSeconds(30),
                () -> studio.get("/kernels?" + visit.mine()).path("items").size(),
                left -> left == 0);
        int running = studio.get("/instances?" + visit.mine() + "&status=Running")
                .path("items")
                .size();
        require(running == 2, "Stopping the kernels left " + running + " of 2 instances");
        return "DELETE /sessions: no kernel is left, both instances still run and cost";
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
        Waiting.until(
                "The end of all meters",
                Duration.ofSeconds(30),
                () -> atelier.billing()
                        .get("/meters?" + visit.mine())
                        .path("items")
                        .size(),
                left -> left == 0);
        BigDecimal before = atelier.spent(visit.domainId());
        BigDecimal after = atelier.spent(visit.domainId());
        require(before.signum() > 0 && before.compareTo(after) == 0, "The cost is " + before + ", then " + after);
        return "DELETE /instances: nothing runs, no meter is left, the cost stands";
    }

    private Notebook connect(String sessionId, String kernelId) {
        Kernel kernel = atelier.kernel(visit.domainId(), visit.user(), kernelId, visit.token());
        return new Notebook(sessionId, kernelId, kernel);
    }

    private static String output(Notebook notebook, String code) {
        CellResult cell = notebook.kernel().run(code, CELL_LIMIT);
        require(cell.error() == null, "The cell failed: " + cell.error());
        return cell.output();
    }

    private static boolean isPng(byte[] bytes) {
        return bytes.length > 8 && bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G';
    }
}
