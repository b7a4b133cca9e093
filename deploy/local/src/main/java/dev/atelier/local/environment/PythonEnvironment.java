package dev.atelier.local.environment;

import dev.atelier.local.Directories;
import dev.atelier.local.LauncherException;
import dev.atelier.local.process.FileLocks;
import dev.atelier.local.process.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The virtual environment behind an image of the local engine, made from a pinned requirements file.
 *
 * <p>{@code environments/NAME} is a link to {@code environments/.NAME-HASH}, which is made in place (a virtual environment
 * cannot be moved) and complete when its marker file is there. The hash is that of the requirements: a changed file makes
 * another environment; the old one is removed unless something still runs in it.
 */
public final class PythonEnvironment {
    private static final String MARKER = ".complete";

    private final String name;
    private final Path requirements;
    private final Path environments;
    private final Consumer<String> progress;

    public PythonEnvironment(String name, Path requirements, Path environments, Consumer<String> progress) {
        this.name = name;
        this.requirements = requirements;
        this.environments = environments;
        this.progress = progress;
    }

    /** Makes the environment unless it is there; returns its path. */
    public Path install() {
        String hash = Hashes.of(requirements).substring(0, 12);
        Path directory = environments.resolve("." + name + "-" + hash);
        Path link = environments.resolve(name);
        if (complete(directory) && pointsTo(link, directory)) {
            return link;
        }
        Directories.create(environments);
        var lock = FileLocks.lock(environments.resolve("." + name + ".lock"));
        try {
            if (!complete(directory)) {
                make(directory);
            }
            if (!pointsTo(link, directory)) {
                point(link, directory);
                removeOthers(directory);
            }
            return link;
        } finally {
            FileLocks.release(lock);
        }
    }

    private void make(Path directory) {
        PythonInterpreter python = PythonInterpreter.find();
        long start = System.nanoTime();
        progress.accept(
                "Python environment " + name + ": making it with Python " + python.version() + " in " + directory);
        Directories.delete(directory);
        step(directory, List.of(python.program().toString(), "-m", "venv", directory.toString()), _ -> {});
        int packages = packages();
        progress.accept("Python environment " + name + ": installing " + packages + " packages");
        step(
                directory,
                List.of(
                        directory.resolve("bin/python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--progress-bar=off",
                        "-r",
                        requirements.toString()),
                new Collected(packages));
        progress.accept("Python environment " + name + ": checking it");
        step(
                directory,
                List.of(
                        directory.resolve("bin/python").toString(),
                        "-c",
                        "import jupyterlab, jupyter_server, ipykernel; from jupyter_client.kernelspec import KernelSpecManager;"
                                + " KernelSpecManager().get_kernel_spec('python3')"),
                _ -> {});
        write(directory.resolve(MARKER), python.version() + "\n");
        progress.accept(
                "Python environment " + name + ": ready after " + (System.nanoTime() - start) / 1_000_000_000 + " s");
    }

    private void step(Path directory, List<String> command, Consumer<String> lines) {
        Ran ran = Ran.of(command, Map.of("PYTHONNOUSERSITE", "1"), requirements.getParent(), "", lines);
        if (!ran.ok()) {
            List<String> output = ran.output().lines().toList();
            int from = Math.max(0, output.size() - 15);
            throw new LauncherException("The Python environment " + directory + " could not be made: "
                    + String.join(" ", command) + " failed:\n"
                    + String.join("\n", output.subList(from, output.size())));
        }
    }

    private int packages() {
        try (Stream<String> lines = Files.lines(requirements)) {
            return (int) lines.filter(line -> line.contains("==")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean complete(Path directory) {
        return Files.exists(directory.resolve(MARKER));
    }

    private static boolean pointsTo(Path link, Path directory) {
        try {
            return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(directory.getFileName());
        } catch (IOException _) {
            return false;
        }
    }

    private static void point(Path link, Path directory) {
        try {
            if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
                Directories.delete(link);
            }
            Path fresh = link.resolveSibling(link.getFileName() + ".link");
            Files.deleteIfExists(fresh);
            Files.createSymbolicLink(fresh, directory.getFileName());
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeOthers(Path keep) {
        try (Stream<Path> files = Files.list(environments)) {
            files.filter(file -> file.getFileName().toString().startsWith("." + name + "-"))
                    .filter(file -> !file.equals(keep) && !inUse(file))
                    .forEach(Directories::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean inUse(Path directory) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(directory + "/"));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns pip's output into a line for every twentieth package, and one when it begins to install. */
    private final class Collected implements Consumer<String> {
        private final int total;
        private int seen;

        private Collected(int total) {
            this.total = total;
        }

        @Override
        public void accept(String line) {
            if (line.startsWith("Collecting ") && ++seen % 20 == 0) {
                progress.accept("Python environment " + name + ": fetched " + seen + " of " + total);
            } else if (line.startsWith("Installing collected packages")) {
                progress.accept("Python environment " + name + ": unpacking");
            }
        }
    }
}
