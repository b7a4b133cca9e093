package dev.atelier.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A whole Atelier with a home and ports of its own; {@link #close()} stops it and removes its home. */
public final class BenchInstallation implements AutoCloseable {
    private static final long COMMAND_LIMIT_MINUTES = 10;

    private final Path repository;
    private final Path home;
    private final int portBase;
    private final Path environments;

    private BenchInstallation(Path repository, Path directory) {
        this.repository = repository;
        this.home = directory.resolve("home-" + UUID.randomUUID().toString().substring(0, 8));
        this.portBase = freePortBase();
        String given = System.getenv("ATELIER_ENVIRONMENTS_DIR");
        this.environments =
                given == null || given.isBlank() ? repository.resolve(".atelier/environments") : Path.of(given);
    }

    static BenchInstallation start(Path repository, Path directory) {
        BenchInstallation installation = new BenchInstallation(repository, directory);
        Leftovers.add(installation);
        try {
            installation.atelier("up", "--detach", "--port-base", Integer.toString(installation.portBase));
            return installation;
        } catch (RuntimeException e) {
            installation.close();
            throw e;
        }
    }

    /** studio-service's REST, gRPC and Jupyter surface. */
    public URI studio() {
        return service(0);
    }

    public URI autopilot() {
        return service(1);
    }

    public URI billing() {
        return service(2);
    }

    /** The port of PostgreSQL on the loopback. */
    public int postgresPort() {
        return portBase + 3;
    }

    /** The base of a service's health and metrics: 0 studio, 1 autopilot, 2 billing. */
    public URI management(int service) {
        return service(10 + service);
    }

    public Path home() {
        return home;
    }

    /** Where the Python environments of the images are. */
    public Path environments() {
        return environments;
    }

    /** The operator's token. */
    public String token() {
        try {
            return Files.readString(home.resolve("token")).strip();
        } catch (IOException e) {
            throw new BenchException("The operator's token cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        Leftovers.remove(this);
        atelier("down");
        remove(home);
    }

    private URI service(int offset) {
        return URI.create("http://127.0.0.1:" + (portBase + offset));
    }

    private void atelier(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(repository.resolve("atelier").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString()));
        try {
            Path output = Files.createTempFile("atelier-bench", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(repository.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("ATELIER_BUILD", "never");
            builder.environment().put("ATELIER_ENVIRONMENTS_DIR", environments.toString());
            // kill -9 is what a benchmark does on purpose
            builder.environment().put("ATELIER_RESTART_SECONDS", "1");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            boolean ended = process.waitFor(COMMAND_LIMIT_MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(output);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BenchException("'" + String.join(" ", command) + "' failed:\n" + text);
            }
        } catch (IOException e) {
            throw new BenchException("Cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted", e);
        }
    }

    private static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new BenchException("Cannot remove " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Below the range that the system gives to outgoing connections. */
    private static int freePortBase() {
        Random random = new Random();
        while (true) {
            int base = 12_000 + 20 * random.nextInt(900);
            boolean free = true;
            for (int offset = 0; offset <= 12 && free; offset++) {
                free = isFree(base + offset);
            }
            if (free) {
                return base;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
