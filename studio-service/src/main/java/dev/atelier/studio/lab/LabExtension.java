package dev.atelier.studio.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
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
        for (String file : FILES) {
            try (InputStream resource = LabExtension.class.getResourceAsStream("/lab-extension/" + file)) {
                if (resource == null) {
                    throw new IOException("lab-extension/" + file + " is missing in the service");
                }
                write(extensions.resolve(NAME).resolve(file), resource.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException("The JupyterLab extension could not be unpacked", e);
            }
        }
        return extensions;
    }

    /** A Lab that reads meanwhile sees the old file or the new one. */
    private static void write(Path target, byte[] content) throws IOException {
        if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), content)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path written = Files.createTempFile(target.getParent(), ".new", "");
        Files.write(written, content);
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
