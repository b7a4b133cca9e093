package dev.atelier.studio.wire;

import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.store.SortKey;
import dev.atelier.studio.store.TimeRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
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
                new TimeRange(Wire.time("createdAfter", createdAfter), Wire.time("createdBefore", createdBefore)),
                new TimeRange(Wire.time("modifiedAfter", modifiedAfter), Wire.time("modifiedBefore", modifiedBefore)),
                Sort.of(key, sortOrder));
    }

    public PageRequest page() {
        return PageRequest.of(pageSize, pageToken);
    }
}
