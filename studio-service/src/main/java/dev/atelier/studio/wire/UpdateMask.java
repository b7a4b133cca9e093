package dev.atelier.studio.wire;

import com.google.protobuf.FieldMask;
import dev.atelier.api.error.AtelierException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of an update take the place of what there is: those that the mask names, or those that are set when it names
 * none.
 */
public final class UpdateMask {
    private final List<String> paths;

    /**
     * Reads a mask.
     *
     * @param known the names of the fields that can be changed; another one is {@code VALIDATION}
     */
    public UpdateMask(FieldMask mask, String... known) {
        paths = mask.getPathsList();
        for (String path : paths) {
            if (!List.of(known).contains(path)) {
                throw AtelierException.invalid("update_mask", "can name " + String.join(", ", known));
            }
        }
    }

    /** The value when the field is to be changed, or else null. */
    public <T> @Nullable T value(String field, boolean set, T value) {
        return (paths.isEmpty() ? set : paths.contains(field)) ? value : null;
    }
}
