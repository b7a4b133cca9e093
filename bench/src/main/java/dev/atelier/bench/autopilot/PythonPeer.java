package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A peer in Python, in an environment that pip makes once, with pinned versions. */
final class PythonPeer implements Contender {

    private static final long INSTALL_SECONDS = 1800;
    private static final long GRACE_SECONDS = 900;

    private final String name;
    private final String version;
    private final Path environment;
    private final Path script;

    private PythonPeer(String name, String version, Path environment, Path script) {
        this.name = name;
        this.version = version;
        this.environment = environment;
        this.script = script;
    }

    /**
     * Makes the environment if it is not there.
     *
     * @param requirements the resource with its packages
     */
    static PythonPeer install(String name, String requirements, Path directory)
            throws IOException, InterruptedException {
        Path script = resource("peer.py", directory);
        Path file = resource("requirements-" + requirements + ".txt", directory);
        Path environment = directory.resolve("environment-" + requirements);
        Path ready = environment.resolve("ready");
        if (!Files.exists(ready) || !Files.readString(ready).equals(Files.readString(file))) {
            Path log = directory.resolve("install-" + requirements + ".log");
            Programs.run(
                    List.of("python3", "-m", "venv", "--clear", environment.toString()),
                    Map.of(),
                    log,
                    INSTALL_SECONDS);
            Programs.run(
                    List.of(
                            environment.resolve("bin/python").toString(),
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "-r",
                            file.toString()),
                    Map.of(),
                    log,
                    INSTALL_SECONDS);
            Files.copy(file, ready, StandardCopyOption.REPLACE_EXISTING);
        }
        return new PythonPeer(name, version(name, Files.readAllLines(file)), environment, script);
    }

    /** A command of the environment's Python. */
    List<String> python(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(environment.resolve("bin/python").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The pinned package that the peer is. */
    private static String version(String name, List<String> requirements) {
        String project = name.equals("forest") ? "scikit-learn" : name;
        return requirements.stream()
                .filter(line -> line.startsWith(project))
                .map(line -> line.replaceAll("\\[.*]", ""))
                .findFirst()
                .orElse(project);
    }

    private static Path resource(String name, Path directory) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream in = PythonPeer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Attempt run(OuterFold fold, Path directory, Terms terms) throws IOException, InterruptedException {
        Path predictions = directory.resolve("predictions.csv");
        List<String> command = python(script.toString(), "--peer", name);
        fold.options().forEach((option, value) -> command.addAll(List.of("--" + option, value)));
        command.addAll(List.of(
                "--budget",
                Integer.toString(terms.budgetSeconds()),
                "--cores",
                Integer.toString(terms.cores()),
                "--seed",
                Integer.toString(terms.seed()),
                "--output",
                predictions.toString()));
        Path log = directory.resolve("log");
        Usage usage = Programs.run(
                        command,
                        Map.of("TMPDIR", directory.toAbsolutePath().toString()),
                        log,
                        2L * terms.budgetSeconds() + GRACE_SECONDS)
                .orElse(null);
        List<String> lines = Files.readAllLines(log);
        double seconds =
                new ObjectMapper().readTree(lines.getLast()).get("seconds").asDouble();
        return new Attempt(predictions, seconds, usage, null, null);
    }
}
