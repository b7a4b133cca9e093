package dev.atelier.studio.engine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Python of one app: a virtual environment of its own on top of the image's. It finds everything that the image has; what the user
 * installs stays in it and goes with the app, so the image and other users' apps are never changed.
 */
record AppPython(Path directory, Path image) {
    private static final String CONFIGURATION = "pyvenv.cfg";
    /** Not read by Python: what an environment is on top of. */
    private static final String IMAGE = "image = ";

    private static final String PIP = """
            #!/bin/sh
            exec "$(dirname "$0")/python" -m pip "$@"
            """;

    /**
     * Makes it unless it is there.
     *
     * @param image the image's Python environment
     * @param modules a directory of Python modules that every app has; null for what is no app's
     */
    static AppPython create(Path directory, Path image, @Nullable Path modules) throws IOException {
        // the image's name may be a link that moves when the image is renewed
        AppPython python = new AppPython(directory, image.toRealPath());
        if (!Files.exists(python.program())) {
            python.make(modules);
        }
        return python;
    }

    Path program() {
        return bin().resolve("python");
    }

    Path bin() {
        return directory.resolve("bin");
    }

    /** What lets the Jupyter programs find the image's kernels, extensions and settings, an own image's before those below it. */
    Map<String, String> environment() {
        List<Path> layers = layers(image);
        return Map.of(
                "VIRTUAL_ENV", directory.toString(),
                "PATH",
                        bin() + ":" + in(layers, "bin")
                                + ":/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
                "JUPYTER_PATH", in(layers, "share/jupyter"),
                "JUPYTER_CONFIG_PATH", in(layers, "etc/jupyter"),
                "JUPYTERLAB_DIR", layers.getLast().resolve("share/jupyter/lab").toString());
    }

    private static String in(List<Path> layers, String path) {
        return layers.stream().map(layer -> layer.resolve(path).toString()).collect(Collectors.joining(":"));
    }

    /** The environment and those that it is on top of, the lowest last. */
    static List<Path> layers(Path environment) {
        List<Path> layers = new ArrayList<>(List.of(environment));
        for (Optional<Path> next = below(environment); next.isPresent(); next = below(next.get())) {
            layers.add(next.get());
        }
        return layers;
    }

    private static Optional<Path> below(Path environment) {
        try (Stream<String> lines = Files.lines(environment.resolve(CONFIGURATION))) {
            return lines.filter(line -> line.startsWith(IMAGE))
                    .map(line -> Path.of(line.substring(IMAGE.length())))
                    .findFirst();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make(@Nullable Path modules) throws IOException {
        Path imagePackages = packages();
        Path library = directory.resolve(image.relativize(imagePackages));
        Files.createDirectories(bin());
        Files.createDirectories(library);
        Path interpreter = image.resolve("bin").resolve("python").toRealPath();
        Files.writeString(
                directory.resolve(CONFIGURATION),
                "home = " + interpreter.getParent() + "\ninclude-system-site-packages = false\n" + IMAGE + image
                        + "\n");
        Files.writeString(
                library.resolve("image.pth"),
                "import site; site.addsitedir(" + quoted(imagePackages.toString()) + ")\n");
        if (modules != null) {
            Files.writeString(library.resolve("atelier.pth"), modules + "\n");
        }
        for (String name : new String[] {"pip", "pip3"}) {
            Path pip = bin().resolve(name);
            Files.writeString(pip, PIP);
            Files.setPosixFilePermissions(pip, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.createSymbolicLink(bin().resolve("python3"), interpreter);
        Files.createSymbolicLink(program(), interpreter);
    }

    /** {@code lib/python3.N/site-packages} of the image. */
    private Path packages() throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(image.resolve("lib"), "python3*")) {
            for (Path version : versions) {
                Path packages = version.resolve("site-packages");
                if (Files.isDirectory(packages)) {
                    return packages;
                }
            }
        }
        throw new IOException(image + " has no lib/python3*/site-packages");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
