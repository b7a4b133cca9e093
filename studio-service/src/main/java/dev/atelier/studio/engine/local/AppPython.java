package dev.atelier.studio.engine.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The Python of one app: a virtual environment of its own on top of the image's. It finds everything that the image has; what the user
 * installs stays in it and goes with the app, so the image and other users' apps are never changed.
 */
record AppPython(Path directory, Path image) {
    private static final String PIP = """
            #!/bin/sh
            exec "$(dirname "$0")/python" -m pip "$@"
            """;

    /**
     * Makes it unless it is there.
     *
     * @param image the image's Python environment
     * @param modules a directory of Python modules that every app has
     */
    static AppPython create(Path directory, Path image, Path modules) throws IOException {
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

    /** What lets the Jupyter programs find the image's kernels, extensions and settings. */
    Map<String, String> environment() {
        Path share = image.resolve("share").resolve("jupyter");
        return Map.of(
                "VIRTUAL_ENV", directory.toString(),
                "PATH",
                        bin() + ":" + image.resolve("bin")
                                + ":/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
                "JUPYTER_PATH", share.toString(),
                "JUPYTER_CONFIG_PATH", image.resolve("etc").resolve("jupyter").toString(),
                "JUPYTERLAB_DIR", share.resolve("lab").toString());
    }

    private void make(Path modules) throws IOException {
        Path imagePackages = packages();
        Path library = directory.resolve(image.relativize(imagePackages));
        Files.createDirectories(bin());
        Files.createDirectories(library);
        Path interpreter = image.resolve("bin").resolve("python").toRealPath();
        Files.writeString(
                directory.resolve("pyvenv.cfg"),
                "home = " + interpreter.getParent() + "\ninclude-system-site-packages = false\n");
        Files.writeString(
                library.resolve("image.pth"),
                "import site; site.addsitedir(" + quoted(imagePackages.toString()) + ")\n");
        Files.writeString(library.resolve("atelier.pth"), modules + "\n");
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
