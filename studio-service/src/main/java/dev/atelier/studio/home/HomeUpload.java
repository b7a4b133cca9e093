package dev.atelier.studio.home;

import dev.atelier.studio.tenancy.Owner;
import java.time.Instant;

/**
 * A file that is uploaded in parts.
 *
 * @param path where it will be, relative to the home directory
 * @param sizeBytes of the whole file
 * @param offset how many bytes have arrived and are kept
 * @param expirationTime when it is given up unless more arrives
 */
public record HomeUpload(
        String uploadId,
        Owner owner,
        String path,
        long sizeBytes,
        long offset,
        Instant creationTime,
        Instant expirationTime) {}
