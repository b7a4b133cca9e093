package dev.atelier.autopilot.service.dataset;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import java.util.List;

/**
 * A stored table.
 *
 * @param name what the user calls it
 * @param sizeBytes of the plain CSV, also when it came compressed
 * @param rows without the header
 */
public record Dataset(
        String id, String name, Owner owner, long sizeBytes, long rows, List<String> columns, Instant creationTime) {
    public Dataset {
        columns = List.copyOf(columns);
    }
}
