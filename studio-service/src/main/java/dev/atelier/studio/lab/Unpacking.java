package dev.atelier.studio.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/** Puts files that the service carries where other programs can read them. */
final class Unpacking {
    private Unpacking() {}

    /**
     * Unpacks what is not there or differs.
     *
     * @param from where they are in the service: "/" and a name
     * @param files their paths below it
     */
    static void unpack(String from, List<String> files, Path directory) {
        for (String file : files) {
            try (InputStream resource = Unpacking.class.getResourceAsStream(from + "/" + file)) {
                if (resource == null) {
                    throw new IOException(from + "/" + file + " is missing in the service");
                }
                write(directory.resolve(file), resource.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException("Could not be unpacked: " + file, e);
            }
        }
    }

    /** A program that reads meanwhile sees the old file or the new one. */
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
