package dev.atelier.autopilot.service.notebook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something to download.
 *
 * @param name for example "insights.html"
 * @param mediaType without parameters
 */
public record Artifact(String name, String mediaType, long sizeBytes, Content content) {
    /** Where its bytes are. */
    public sealed interface Content {
        /** Opens it. */
        InputStream open() throws IOException;
    }

    /** A file that a worker left. */
    record OnDisk(Path path) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** Made when it is asked for. */
    static final class Made implements Content {
        private final byte[] bytes;

        private Made(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    static Artifact of(String name, String mediaType, byte[] bytes) {
        return new Artifact(name, mediaType, bytes.length, new Made(bytes));
    }
}
