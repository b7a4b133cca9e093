package dev.atelier.walk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A whole Atelier with a home and ports of its own, driven by the {@code ./atelier} script as a person would. */
final class RunningAtelier implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long COMMAND_LIMIT_MINUTES = 10;

    private final Path repository = findRepository();
    private final Path home;
    private final int portBase;

    RunningAtelier() {
        this.home = repository.resolve(
                "walk/target/it/home-" + UUID.randomUUID().toString().substring(0, 8));
        this.portBase = freePortBase();
    }

    /** What a command of the script printed, and how it ended. */
    record Answer(int exit, String output) {}

    /** {@code ./atelier COMMAND …} for this home. */
    Answer atelier(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--home", home.toString()));
        return run(line);
    }

    /** Settings of the services, in the file of the home that they read; before {@link #up()}. */
    void configure(Map<String, String> settings) {
        try {
            Path file = home.resolve("config/application.properties");
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer up() {
        return atelier("up", "--detach", "--port-base", Integer.toString(portBase));
    }

    String studio() {
        return "http://127.0.0.1:" + portBase;
    }

    String autopilot() {
        return "http://127.0.0.1:" + (portBase + 1);
    }

    String billing() {
        return "http://127.0.0.1:" + (portBase + 2);
    }

    /** The root of a user's Jupyter surface, without a slash at the end. */
    String jupyter(Visit visit) {
        return studio() + "/jupyter/" + visit.domainId() + "/" + visit.user();
    }

    Path repository() {
        return repository;
    }

    int portBase() {
        return portBase;
    }

    Path home() {
        return home;
    }

    String token() {
        try {
            return Files.readString(home.resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The doors of this system as the walk uses them. */
    Atelier doors() {
        return new Atelier(studio(), autopilot(), billing(), token());
    }

    /** The pid of a service or of the supervisor, as the launcher recorded it. */
    long pid(String name) {
        try {
            JsonNode record =
                    JSON.readTree(home.resolve("run").resolve(name + ".json").toFile());
            return record.path("process").path("pid").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill(String name) {
        ProcessHandle.of(pid(name)).orElseThrow().destroyForcibly();
    }

    /** Every process that carries this installation's mark, and the database server. */
    List<Long> processes() throws IOException {
        String mark = "ATELIER_INSTALLATION="
                + Files.readString(home.resolve("installation-id")).strip();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(home.toString())
                        || environment(process.pid()).contains(mark))
                .map(ProcessHandle::pid)
                .filter(pid -> pid != ProcessHandle.current().pid())
                .toList();
    }

    @Override
    public void close() {
        Answer down = atelier("down");
        if (down.exit() != 0) {
            throw new IllegalStateException("down failed: " + down.output());
        }
    }

    /** {@code ./atelier COMMAND …} for this home, running on; its output goes to a file. */
    Process begin(Path output, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--home", home.toString()));
        return command(line).redirectOutput(output.toFile()).start();
    }

    private Answer run(List<String> arguments) {
        try {
            Path output = Files.createTempFile("atelier", ".log");
            Process process = command(arguments).redirectOutput(output.toFile()).start();
            if (!process.waitFor(COMMAND_LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(arguments + " did not end:\n" + Files.readString(output));
            }
            String text = Files.readString(output);
            Files.delete(output);
            return new Answer(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder command(List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(repository.resolve("atelier").toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(repository.toFile()).redirectErrorStream(true);
        builder.environment().put("ATELIER_BUILD", "never");
        builder.environment().put("ATELIER_ENVIRONMENTS_DIR", environments());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("ATELIER_HOME");
        return builder;
    }

    /** Where the Python environments of the images are. */
    String environments() {
        String given = System.getenv("ATELIER_ENVIRONMENTS_DIR");
        return given == null || given.isBlank()
                ? repository.resolve(".atelier/environments").toString()
                : given;
    }

    private static String environment(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "environ"));
        } catch (IOException _) {
            return "";
        }
    }

    private static Path findRepository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("atelier"))) {
            directory = directory.getParent();
        }
        return directory;
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
