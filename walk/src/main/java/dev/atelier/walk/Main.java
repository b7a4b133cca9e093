package dev.atelier.walk;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The walk: {@code --studio URL --autopilot URL --billing URL --token-file FILE [--autopilot-seconds N]}. Ends with 0 when
 * every step did what it promises, with 1 otherwise, with 2 on wrong usage.
 */
public final class Main {
    private static final Set<String> OPTIONS =
            Set.of("--studio", "--autopilot", "--billing", "--token-file", "--autopilot-seconds");
    private static final String DEFAULT_AUTOPILOT_SECONDS = "120";

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
                System.err.println("walk: unknown option or missing value: " + arguments[i]
                        + "; its one option is --autopilot-seconds N (default " + DEFAULT_AUTOPILOT_SECONDS + ")");
                System.exit(2);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        System.exit(walk(options) ? 0 : 1);
    }

    private static boolean walk(Map<String, String> options) throws IOException {
        Duration autopilot = Duration.ofSeconds(
                Long.parseLong(options.getOrDefault("--autopilot-seconds", DEFAULT_AUTOPILOT_SECONDS)));
        String token = Files.readString(Path.of(options.get("--token-file"))).strip();
        Report report = new Report(System.out);
        long start = System.nanoTime();
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        try (Atelier atelier = new Atelier(
                        options.get("--studio"), options.get("--autopilot"), options.get("--billing"), token);
                CleanUp cleanUp = new CleanUp(report)) {
            Visit visit = new StudioChapter(atelier, report, cleanUp).run(suffix);
            new NotebookChapter(atelier, report, cleanUp, visit).run();
            String job = new AutopilotChapter(atelier, report, cleanUp, visit, autopilot).run(suffix);
            new HandsOnChapter(atelier, report, cleanUp, visit).run(job);
            EndpointChapter endpoint = new EndpointChapter(atelier, report, cleanUp, visit);
            endpoint.run(job);
            new MonitorChapter(atelier, report, cleanUp, visit).run(job);
            endpoint.end(job);
            new BillChapter(atelier, report, visit).run();
            System.out.printf(Locale.ROOT, "%nThe walk is done: %.1f s.%n", (System.nanoTime() - start) / 1e9);
            return true;
        } catch (StepFailedException | StatusRuntimeException e) {
            System.out.flush();
            System.err.println("\nThe step failed: " + e.getMessage());
            return false;
        }
    }
}
