package dev.atelier.autopilot.worker.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code events.jsonl}: one line an event, each written with one system call, from any thread. */
public final class EventLog implements AutoCloseable {

    private final OutputStream out;
    private final Clock clock;

    public EventLog(Path file, Clock clock) throws IOException {
        this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.clock = clock;
    }

    /** Appends an event with its properties in order; numbers that are not finite are left out. */
    public synchronized void append(String event, Map<String, ?> properties) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("event", event);
        properties.forEach((name, value) -> {
            if (!(value instanceof Double number) || Double.isFinite(number)) {
                line.put(name, value);
            }
        });
        try {
            byte[] json = Json.compact(line);
            byte[] terminated = java.util.Arrays.copyOf(json, json.length + 1);
            terminated[json.length] = '\n';
            out.write(terminated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
