package dev.atelier.studio.engine.local;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.platform.process.Spawn;
import dev.atelier.platform.process.WaitingProcess;
import dev.atelier.studio.engine.ImageBuild;
import dev.atelier.studio.engine.ImageBuildSpec;
import dev.atelier.studio.engine.ImageBuilds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Builds own images as Python environments on top of the shipped ones, each in a directory by its id. A build is a process which ends
 * with this life of the service; what it leaves without a result is taken away and built again.
 */
final class LocalImageBuilds implements ImageBuilds, AutoCloseable {
    /** The build that a process belongs to. */
    static final String BUILD_MARK = "ATELIER_IMAGE_BUILD";

    private static final Logger LOG = Logger.getLogger(LocalImageBuilds.class);
    private static final String PROGRAM = program();
    private static final String BUILT = "built";
    private static final int LOG_BYTES = 64 * 1024;

    /** How much there may be of a build. */
    record Limits(int parallel, long bytes, Duration time) {}

    private final Places places;
    private final Limits limits;
    private final Map<String, String> passedEnvironment;
    private final ChildProcesses processes;
    private final Map<String, WaitingProcess> running = new ConcurrentHashMap<>();

    LocalImageBuilds(Places places, Limits limits, Map<String, String> passedEnvironment, ChildProcesses processes) {
        this.places = places;
        this.limits = limits;
        this.passedEnvironment = passedEnvironment;
        this.processes = processes;
    }

    /** Where the environment with this id is, or would be. */
    Path environment(String imageVersionId) {
        return places.images().resolve(Places.checked(imageVersionId));
    }

    @Override
    public boolean buildsOn(String baseImage) {
        return Places.isId(baseImage)
                && Files.isExecutable(places.environment(baseImage).resolve("bin/python"));
    }

    @Override
    public synchronized ImageBuild ensure(ImageBuildSpec spec) {
        String id = spec.imageVersionId();
        Optional<String> result = result(id);
        if (result.isPresent()) {
            running.remove(id);
            return built(id) ? new ImageBuild.Built() : new ImageBuild.Failed(reason(result.get()));
        }
        WaitingProcess process = running.get(id);
        if (process == null) {
            return running.size() < limits.parallel() ? start(spec) : new ImageBuild.Building();
        }
        if (processes.find(process.identity()).isPresent()) {
            return new ImageBuild.Building();
        }
        // it may have said how it went just before it ended
        if (result(id).isPresent()) {
            return ensure(spec);
        }
        running.remove(id);
        return new ImageBuild.Failed("The build (process %d) %s."
                .formatted(
                        process.identity().pid(),
                        processes.end(process.identity()).orElse("ended")));
    }

    private ImageBuild start(ImageBuildSpec spec) {
        String id = spec.imageVersionId();
        Path environment = environment(id);
        Path build = environment.resolve("build");
        try {
            remove(id);
            Files.createDirectories(build.resolve("tmp"));
            AppPython python = AppPython.create(environment, places.environment(spec.baseImage()), null);
            Files.writeString(build.resolve("requirements.txt"), spec.requirements());
            Files.writeString(build.resolve("build.py"), PROGRAM);
            Map<String, String> variables = new HashMap<>(passedEnvironment);
            variables.putAll(python.environment());
            variables.put("TMPDIR", build.resolve("tmp").toString());
            variables.put("PYTHONNOUSERSITE", "1");
            variables.put("PYTHONUNBUFFERED", "1");
            variables.put(BUILD_MARK, places.mark(id));
            running.put(
                    id,
                    processes.spawnWaiting(new Spawn(
                            List.of(
                                    python.program().toString(),
                                    build.resolve("build.py").toString(),
                                    environment.toString(),
                                    String.valueOf(limits.bytes()),
                                    String.valueOf(limits.time().toSeconds())),
                            variables,
                            build,
                            logFile(id))));
            LOG.infof("Building the environment %s on %s", id, spec.baseImage());
            return new ImageBuild.Building();
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "The environment %s cannot be built", id);
            return new ImageBuild.Failed("It cannot be built: " + e.getMessage());
        }
    }

    @Override
    public boolean built(String imageVersionId) {
        return result(imageVersionId).filter(BUILT::equals).isPresent()
                && AppPython.layers(environment(imageVersionId)).stream()
                        .allMatch(layer -> Files.isExecutable(layer.resolve("bin/python")));
    }

    @Override
    public String log(String imageVersionId) {
        try {
            byte[] bytes = Files.readAllBytes(logFile(imageVersionId));
            int from = Math.max(0, bytes.length - LOG_BYTES);
            String log = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).replace("\0", "");
            return from == 0 ? log : "[...]" + log.substring(log.indexOf('\n') + 1);
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized boolean remove(String imageVersionId) {
        WaitingProcess process = running.remove(imageVersionId);
        if (process != null) {
            end(process);
        }
        // one of an earlier life which has not noticed yet that it is over
        processes.sweep(BUILD_MARK, places.mark(imageVersionId));
        Trees.delete(environment(imageVersionId));
        return true;
    }

    private void end(WaitingProcess process) {
        processes.kill(process.identity(), Duration.ZERO);
        try (OutputStream input = process.input()) {
            input.flush();
        } catch (IOException _) {
            // it has ended
        }
    }

    private Optional<String> result(String imageVersionId) {
        try {
            return Optional.of(Files.readString(
                    environment(imageVersionId).resolve("build").resolve("result")));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(String result) {
        return result.startsWith("failed\n")
                ? result.substring(result.indexOf('\n') + 1)
                : "What it was built on is gone.";
    }

    private Path logFile(String imageVersionId) {
        return environment(imageVersionId).resolve("build").resolve("log");
    }

    private static String program() {
        try (InputStream program = LocalImageBuilds.class.getResourceAsStream("/image-build.py")) {
            if (program == null) {
                throw new IllegalStateException("image-build.py is missing");
            }
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        running.values().forEach(this::end);
        running.clear();
    }
}
