package dev.atelier.local.service;

import dev.atelier.local.process.ProcessId;
import dev.atelier.local.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One service as a process: adopted when it runs already, started otherwise. */
public final class ServiceProcess {
    private static final long LOG_LIMIT_BYTES = 20L * 1024 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final ServiceSpec spec;
    private final RunRecords records;
    private final HttpClient http;

    public ServiceProcess(ServiceSpec spec, RunRecords records, HttpClient http) {
        this.spec = spec;
        this.records = records;
        this.http = http;
    }

    public String name() {
        return spec.name();
    }

    public ServiceSpec spec() {
        return spec;
    }

    /** The running process, when it was started in the way that the specification says. */
    public Optional<ProcessId> running() {
        return records.service(name())
                .filter(record -> record.fingerprint().equals(spec.fingerprint()))
                .map(RunRecords.Running::process)
                .filter(ProcessId::alive);
    }

    /** Ends a process of an earlier start that is not as the specification says. */
    public void endOutdated() {
        if (running().isEmpty()) {
            stop();
        }
    }

    public ProcessId start() {
        rotateLog();
        Process process = Processes.detached(spec.command(), spec.environment(), spec.directory(), spec.log());
        ProcessId id = ProcessId.of(process.toHandle());
        records.write(name(), new RunRecords.Running(id, spec.fingerprint()));
        return id;
    }

    public boolean ready() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(spec.readiness()))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks the process to end, kills it when it does not, and forgets it. */
    public void stop() {
        records.service(name()).ifPresent(record -> Processes.end(List.of(record.process()), GRACE));
        records.remove(name());
    }

    /** The last lines of its log. */
    public String logTail(int lines) {
        try {
            List<String> all = Files.readAllLines(spec.log(), StandardCharsets.UTF_8);
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private void rotateLog() {
        try {
            if (Files.exists(spec.log()) && Files.size(spec.log()) > LOG_LIMIT_BYTES) {
                Files.move(
                        spec.log(),
                        spec.log().resolveSibling(spec.log().getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
