package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import java.io.InputStream;

/** Reads objects of an S3-compatible store with the service's own credentials. */
public interface ObjectReader {
    /**
     * Opens an object.
     *
     * @throws AtelierException RESOURCE_NOT_FOUND, PERMISSION_DENIED when the store says so, or UNAVAILABLE
     */
    InputStream read(InputLocation.S3Object object);
}
