package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where a table lies that nobody has uploaded. */
public sealed interface InputLocation {
    /** What the table is called. */
    String name();

    /** A file in the owner's home directory. */
    record Home(String path) implements InputLocation {
        @Override
        public String name() {
            return last(path);
        }
    }

    /** A file of the machine. */
    record LocalFile(Path path) implements InputLocation {
        @Override
        public String name() {
            return last(path.toString());
        }
    }

    /** An object in an S3-compatible store. */
    record S3Object(String bucket, String key) implements InputLocation {
        @Override
        public String name() {
            return last(key);
        }

        /** As people write it. */
        public String uri() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /**
     * Reads an address.
     *
     * @param uri {@code s3://bucket/key}, with the key as it is, or {@code file:///absolute/path}
     * @throws AtelierException VALIDATION
     */
    static InputLocation of(String field, String uri) {
        if (uri.startsWith("s3://")) {
            String rest = uri.substring("s3://".length());
            int slash = rest.indexOf('/');
            if (slash <= 0 || slash == rest.length() - 1) {
                throw AtelierException.invalid(field, "must name an object: s3://bucket/key");
            }
            return new S3Object(rest.substring(0, slash), rest.substring(slash + 1));
        }
        if (uri.startsWith("file:/")) {
            try {
                return new LocalFile(Path.of(new URI(uri)));
            } catch (URISyntaxException | IllegalArgumentException _) {
                throw AtelierException.invalid(field, "must be an absolute path as file:///path");
            }
        }
        throw AtelierException.invalid(field, "must begin with s3:// or file:///");
    }

    private static String last(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? "table" : name;
    }
}
