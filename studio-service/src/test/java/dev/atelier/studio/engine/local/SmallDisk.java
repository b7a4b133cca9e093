package dev.atelier.studio.engine.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * A directory on which nothing more can be written: a file system of its own, full to the last block, where this process may mount one
 * (root on Linux); elsewhere one without the right to write, which a process that is not root obeys.
 */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final Path root;
    private final boolean mounted;

    private SmallDisk(Path root, boolean mounted) {
        this.root = root;
        this.mounted = mounted;
    }

    static SmallDisk at(Path root) throws IOException {
        return new SmallDisk(root, run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", root.toString()));
    }

    void fill() throws IOException {
        Files.createDirectories(root.resolve("apps"));
        if (!mounted) {
            Files.setPosixFilePermissions(root.resolve("apps"), PosixFilePermissions.fromString("r-xr-xr-x"));
            return;
        }
        try (OutputStream filler = Files.newOutputStream(root.resolve("filler"))) {
            while (true) {
                filler.write(new byte[BLOCK]);
            }
        } catch (IOException _) {
            // it is full
        }
    }

    void free() throws IOException {
        if (mounted) {
            Files.delete(root.resolve("filler"));
        } else {
            Files.setPosixFilePermissions(root.resolve("apps"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** What the system says to a write. */
    String refusal() {
        return mounted ? "No space left on device" : "apps";
    }

    boolean isMounted() {
        return mounted;
    }

    @Override
    public void close() throws IOException {
        close(root);
    }

    /** @param now where it is, when it was moved with what it is in */
    void close(Path now) throws IOException {
        if (mounted) {
            run("umount", "-l", now.toString());
        }
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
