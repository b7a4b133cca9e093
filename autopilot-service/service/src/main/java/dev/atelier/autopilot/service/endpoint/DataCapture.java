package dev.atelier.autopilot.service.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Writes a sample of the requests and answers of endpoints as SageMaker's data capture does: JSON lines in
 * {@code VARIANT/yyyy/MM/dd/HH/mm.jsonl}. Requests never wait for it; what does not fit into its queue, or into what an endpoint may
 * keep, is left out and counted in the log.
 */
@ApplicationScoped
public class DataCapture {
    private static final Logger LOG = Logger.getLogger(DataCapture.class);
    private static final int QUEUE = 1000;
    private static final long MAX_QUEUED_BYTES = 32L << 20;
    private static final DateTimeFormatter FILE =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/mm").withZone(ZoneOffset.UTC);

    private final Directories directories;
    private final ObjectMapper json;
    private final Clock clock;
    private final long maxBytes;
    private final BlockingQueue<Captured> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    /** What each endpoint keeps, by its id; only the writer looks at it. */
    private final Map<String, Long> kept = new HashMap<>();

    private volatile boolean closed;

    DataCapture(Directories directories, ObjectMapper json, Clock clock, AutopilotConfig config) {
        this.directories = directories;
        this.json = json;
        this.clock = clock;
        this.maxBytes = config.endpoint().maxCapture().asLongValue();
    }

    private record Captured(
            String endpointId, EndpointInvoker.Invocation invocation, EndpointInvoker.Answer answer, Instant time) {
        long bytes() {
            return (long) invocation.body().length + answer.body().length;
        }
    }

    /** A file of captured requests. */
    public record CaptureFile(String path, long sizeBytes) {}

    void onStart(@Observes StartupEvent event) {
        Thread.ofVirtual().name("data-capture").start(this::write);
    }

    void onStop(@Observes ShutdownEvent event) {
        closed = true;
    }

    /** Keeps the request when the endpoint captures and the dice say so. */
    void offer(Endpoint endpoint, EndpointInvoker.Invocation invocation, EndpointInvoker.Answer answer) {
        if (endpoint.capturePercent() <= ThreadLocalRandom.current().nextInt(100)) {
            return;
        }
        Captured captured = new Captured(endpoint.id(), invocation, answer, clock.instant());
        if (queuedBytes.addAndGet(captured.bytes()) > MAX_QUEUED_BYTES || !queue.offer(captured)) {
            queuedBytes.addAndGet(-captured.bytes());
            drop(endpoint.id());
        }
    }

    /** The files of an endpoint, the oldest first. */
    public List<CaptureFile> files(Endpoint endpoint) {
        Path root = root(endpoint.id());
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> new CaptureFile(
                            root.relativize(file).toString(), file.toFile().length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file of an endpoint is. */
    public Path file(Endpoint endpoint, CaptureFile file) {
        return root(endpoint.id()).resolve(file.path());
    }

    private void write() {
        while (!closed) {
            try {
                Captured captured = queue.take();
                queuedBytes.addAndGet(-captured.bytes());
                write(captured);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                LOG.errorf(e, "capture not written");
            }
        }
    }

    private void write(Captured captured) throws IOException {
        Path root = root(captured.endpointId());
        if (!Files.isDirectory(root.getParent())) {
            kept.remove(captured.endpointId());
            return;
        }
        Long known = kept.get(captured.endpointId());
        long bytes = known == null ? size(root) : known;
        byte[] line = (json.writeValueAsString(record(captured)) + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes + line.length > maxBytes) {
            drop(captured.endpointId());
            return;
        }
        Path file = root.resolve(captured.answer().invokedVariant()).resolve(FILE.format(captured.time()) + ".jsonl");
        Files.createDirectories(file.getParent());
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        kept.put(captured.endpointId(), bytes + line.length);
    }

    private ObjectNode record(Captured captured) {
        ObjectNode record = json.createObjectNode();
        ObjectNode data = record.putObject("captureData");
        part(
                data.putObject("endpointInput"),
                "INPUT",
                captured.invocation().type(),
                captured.invocation().body());
        part(
                data.putObject("endpointOutput"),
                "OUTPUT",
                captured.answer().contentType(),
                captured.answer().body());
        record.putObject("eventMetadata")
                .put("eventId", UUID.randomUUID().toString())
                .put("inferenceTime", captured.time().toString());
        record.put("eventVersion", "0");
        return record;
    }

    private static void part(ObjectNode part, String mode, String contentType, byte[] body) {
        String encoding = contentType.startsWith("text/csv")
                ? "CSV"
                : contentType.startsWith("application/json") ? "JSON" : "BASE64";
        part.put("observedContentType", contentType)
                .put("mode", mode)
                .put(
                        "data",
                        encoding.equals("BASE64")
                                ? Base64.getEncoder().encodeToString(body)
                                : new String(body, StandardCharsets.UTF_8))
                .put("encoding", encoding);
    }

    private void drop(String endpointId) {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warnf("request not captured; endpointId=%s dropped=%d", endpointId, count);
        }
    }

    private static long size(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return 0;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private Path root(String endpointId) {
        return root(directories, endpointId);
    }

    static Path root(Directories directories, String endpointId) {
        return directories.endpoint(endpointId).resolve("capture");
    }
}
