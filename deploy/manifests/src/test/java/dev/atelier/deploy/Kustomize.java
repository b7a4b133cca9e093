package dev.atelier.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Renders a directory with the kustomize that is built into the pinned kubectl; no cluster is asked. */
final class Kustomize {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(5);
    private static final Duration RENDER_LIMIT = Duration.ofSeconds(60);

    private final String kubectl;

    Kustomize() {
        this.kubectl = run(
                        FETCH_LIMIT,
                        "python3",
                        Repository.root().resolve(".ci/tools/tool").toString(),
                        "kubectl")
                .strip();
    }

    /** The objects that {@code kubectl apply -k directory} would send. */
    List<JsonNode> render(Path directory) {
        return parse(run(RENDER_LIMIT, kubectl, "kustomize", directory.toString()));
    }

    /** The documents of a YAML stream. */
    static List<JsonNode> parse(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(Duration limit, String... command) {
        try {
            Path out = Files.createTempFile("kustomize", ".out");
            Path err = Files.createTempFile("kustomize", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(String.join(" ", command)
                            + (ended ? " failed: " : " timed out: ")
                            + Files.readString(err, StandardCharsets.UTF_8));
                }
                return Files.readString(out, StandardCharsets.UTF_8);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
