package dev.atelier.autopilot.service.monitor;

import dev.atelier.autopilot.service.usage.Listing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which monitors, or runs of which monitors; null leaves a condition out.
 *
 * @param definitionName of the job definition that they were made from
 * @param scheduled when runs were due; of runs only
 */
public record MonitorFilter(
        @Nullable String endpointName,
        @Nullable String type,
        @Nullable String definitionName,
        Listing.Span scheduled) {
    /** All of them. */
    public static final MonitorFilter ANY = new MonitorFilter(null, null, null, Listing.Span.ALWAYS);

    /**
     * Conditions on {@code e}.
     *
     * @param schedule a path on {@code e} to the schedule
     */
    Map<String, Optional<?>> conditions(String schedule) {
        Map<String, Optional<?>> conditions = new HashMap<>();
        conditions.put(schedule + ".endpointName = %s", Optional.ofNullable(endpointName));
        conditions.put(schedule + ".type = %s", Optional.ofNullable(type));
        conditions.put(schedule + ".definitionName = %s", Optional.ofNullable(definitionName));
        if (!scheduled.equals(Listing.Span.ALWAYS)) {
            conditions.put("e.scheduledTime > %s", Optional.ofNullable(scheduled.after()));
            conditions.put("e.scheduledTime < %s", Optional.ofNullable(scheduled.before()));
        }
        return conditions;
    }
}
