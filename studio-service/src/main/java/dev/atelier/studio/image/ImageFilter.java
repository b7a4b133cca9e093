package dev.atelier.studio.image;

import dev.atelier.studio.store.Listing;
import dev.atelier.studio.store.Sort;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which images, versions or app image configs to list, and in which order; null or empty is any.
 *
 * @param nameContains a part of the name, in letters of any case
 * @param status as on the wire
 */
public record ImageFilter(
        @Nullable String nameContains,
        @Nullable String status,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable Instant modifiedAfter,
        @Nullable Instant modifiedBefore,
        Sort sort) {
    /** The filter of callers who do not ask for times. */
    public static ImageFilter of(@Nullable String nameContains, @Nullable String status, Sort sort) {
        return new ImageFilter(nameContains, status, null, null, null, null, sort);
    }

    /** The rows that it keeps. */
    Listing narrow(Listing listing, String name) {
        return listing.whereGiven("position(lower(?) in lower(" + name + ")) > 0", nameContains)
                .whereGiven("creation_time > ?", createdAfter)
                .whereGiven("creation_time < ?", createdBefore)
                .whereGiven("last_modified_time > ?", modifiedAfter)
                .whereGiven("last_modified_time < ?", modifiedBefore);
    }

    /** The order that it asks for. */
    Listing.Order order(String name, String nameType, String id) {
        return switch (sort.key()) {
            case NAME -> new Listing.Order(name, nameType, id, sort.descending());
            case CREATION_TIME -> new Listing.Order("creation_time", "timestamptz", id, sort.descending());
            case LAST_MODIFIED_TIME -> new Listing.Order("last_modified_time", "timestamptz", id, sort.descending());
        };
    }

    /** A row's value in that order. */
    String value(String name, Instant creationTime, Instant lastModifiedTime) {
        return switch (sort.key()) {
            case NAME -> name;
            case CREATION_TIME -> creationTime.toString();
            case LAST_MODIFIED_TIME -> lastModifiedTime.toString();
        };
    }
}
