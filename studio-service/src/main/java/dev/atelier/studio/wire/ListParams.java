package dev.atelier.studio.wire;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;
import dev.atelier.studio.store.TimeRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters that lists of apps, instances and kernels have in common. */
@RegisterForReflection
public record ListParams(
        @Parameter(
                description =
                        "A part of the name, in letters of any case: of the app, the instance's type, the kernel's document.")
        @QueryParam("nameContains")
        @Nullable
        String nameContains,

        @Parameter(description = "A time of RFC 3339.") @QueryParam("createdAfter") @Nullable
        String createdAfter,

        @QueryParam("createdBefore") @Nullable String createdBefore,

        @Parameter(description = "When it last changed its state; a kernel: its last activity.")
        @QueryParam("modifiedAfter")
        @Nullable
        String modifiedAfter,

        @QueryParam("modifiedBefore") @Nullable String modifiedBefore,

        @Parameter(description = "creationTime (unless given), lastModifiedTime or name.")
        @QueryParam("sortBy")
        @Nullable
        String sortBy,

        @Parameter(description = "ascending (unless given) or descending.") @QueryParam("sortOrder") @Nullable
        String sortOrder,

        @QueryParam("pageSize") @Nullable Integer pageSize,
        @QueryParam("pageToken") @Nullable String pageToken) {
    /** What is asked for; {@code VALIDATION} names the parameter. */
    public ListQuery query() {
        String key = sortBy == null || sortBy.isEmpty() ? SortKey.CREATION_TIME.wireName() : sortBy;
        return new ListQuery(
                nameContains,
                new TimeRange(time("createdAfter", createdAfter), time("createdBefore", createdBefore)),
                new TimeRange(time("modifiedAfter", modifiedAfter), time("modifiedBefore", modifiedBefore)),
                Sort.of(key, sortOrder));
    }

    public PageRequest page() {
        return PageRequest.of(pageSize, pageToken);
    }

    private static @Nullable Instant time(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException _) {
            throw AtelierException.invalid(field, "must be a time like 2026-01-31T12:00:00Z");
        }
    }
}
