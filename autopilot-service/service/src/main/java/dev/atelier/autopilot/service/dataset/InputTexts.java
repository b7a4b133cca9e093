package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.usage.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;

/** Reads small files that lie beside tables. */
@ApplicationScoped
public class InputTexts {
    private final Inputs inputs;

    InputTexts(Inputs inputs) {
        this.inputs = inputs;
    }

    /**
     * The bytes of a file that the owner may read.
     *
     * @param source not a data set
     * @param field of the request that names it, for errors
     * @param most how many bytes it may have
     * @throws AtelierException VALIDATION when it is larger, RESOURCE_NOT_FOUND, PERMISSION_DENIED or UNAVAILABLE
     */
    public byte[] read(Owner owner, TableSource source, String field, int most) {
        InputLocation location = source.location(field);
        try (InputStream in = inputs.open(owner, location)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw AtelierException.invalid(field, "names a file of more than %d bytes".formatted(most));
            }
            return bytes;
        } catch (IOException e) {
            throw AtelierException.unavailable(
                    "The file '%s' could not be read to its end. Try again.".formatted(location.name()), e);
        }
    }
}
