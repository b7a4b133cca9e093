package dev.atelier.walk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The programs of other makers that the tests drive: scripts of {@code src/test/resources/clients} under Node and Python. */
final class ClientTools {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LIMIT_MINUTES = 5;
    private static final AtomicBoolean SERVICES_INSTALLED = new AtomicBoolean();

    private final Path sources;
    private final Path work;
    private final Path dataScience;

    ClientTools(RunningAtelier system) {
        this.sources = system.repository().resolve("walk/src/test/resources/clients");
        this.work = system.repository().resolve("walk/target/clients");
        this.dataScience = Path.of(system.environments(), "data-science", "bin");
    }

    /** {@code @jupyterlab/services} in the versions of the lock file; installed by the first test that asks. */
    Path services() {
        try {
            Path directory = Files.createDirectories(work.resolve("services"));
            for (String file : List.of("package.json", "package-lock.json", "notebook.mjs")) {
                Files.copy(
                        sources.resolve("services").resolve(file),
                        directory.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (!SERVICES_INSTALLED.get()) {
                run(directory, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
                SERVICES_INSTALLED.set(true);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Python of its own with {@code jupyter-kernel-client}, whose needs differ from the Data Science image's. */
    Path kernelClientPython() {
        Path environment = work.resolve("python");
        String python = dataScience("python");
        // the pip of the image does for it, and only what is imported is compiled
        run(work, Map.of(), List.of(python, "-m", "venv", "--without-pip", environment.toString()));
        run(
                work,
                Map.of(),
                List.of(
                        python,
                        "-m",
                        "pip",
                        "--python",
                        environment.toString(),
                        "install",
                        "--quiet",
                        "--no-compile",
                        "--disable-pip-version-check",
                        "--requirement",
                        sources.resolve("python/requirements.txt").toString()));
        return environment.resolve("bin/python");
    }

    String dataScience(String program) {
        return dataScience.resolve(program).toString();
    }

    /** The last line that a Python script of ours prints, read as JSON. */
    JsonNode python(String python, String script, Map<String, String> environment) {
        return lastLine(run(
                work,
                environment,
                List.of(python, sources.resolve("python").resolve(script).toString())));
    }

    /** Runs parts of {@code notebook.mjs}; its last line, read as JSON. */
    JsonNode notebook(Path services, Map<String, String> environment, String... parts) {
        List<String> command = new ArrayList<>(List.of("node", "notebook.mjs"));
        command.addAll(List.of(parts));
        return lastLine(run(services, environment, command));
    }

    private static JsonNode lastLine(String output) {
        List<String> lines = output.strip().lines().toList();
        try {
            return JSON.readTree(lines.getLast());
        } catch (IOException e) {
            throw new IllegalStateException("No JSON in the last line of:\n" + output, e);
        }
    }

    private static String run(Path directory, Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(directory);
            Path log = Files.createTempFile("client", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String output = Files.readString(log);
            Files.delete(log);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(
                        String.join(" ", command) + (ended ? " failed:\n" : " did not end:\n") + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
