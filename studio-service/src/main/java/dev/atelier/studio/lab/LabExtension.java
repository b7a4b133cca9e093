package dev.atelier.studio.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * The prebuilt JupyterLab extension {@code @atelier/lab}, which shows in a reloaded page what a kernel said meanwhile. It is unpacked
 * where JupyterLab can read it: {@code LabApp.extra_labextensions_path} is the directory above it.
 */
public final class LabExtension {
    private static final String NAME = "@atelier/lab";
    private static final List<String> FILES = List.of("package.json", "static/remoteEntry.js");

    private LabExtension() {}

    /**
     * Unpacks it into {@code lab-extension} of the data directory, unless what is there is the same.
     *
     * @return the directory for {@code extra_labextensions_path}
     */
    public static Path unpack(Path dataDirectory) {
        Path extensions = dataDirectory.resolve("lab-extension").toAbsolutePath();
        Unpacking.unpack("/lab-extension", FILES, extensions.resolve(NAME));
        return extensions;
    }
}
