package dev.atelier.autopilot.service.aws;

import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import java.util.Map;

/** Filters and orders of lists, as AWS names them. */
final class Listings {
    /** What most lists can be sorted by. */
    static final Map<String, Listing.Key> NAME_STATUS =
            Map.of("Name", Listing.Key.NAME, "CreationTime", Listing.Key.CREATION_TIME, "Status", Listing.Key.STATUS);

    /** What lists of things without a status can be sorted by. */
    static final Map<String, Listing.Key> NAME =
            Map.of("Name", Listing.Key.NAME, "CreationTime", Listing.Key.CREATION_TIME);

    private Listings() {}

    /** Of things whose lists are filtered by CreatedAfter and CreatedBefore. */
    static Listing created(AwsCall call) {
        Listing listing = of(call, NAME);
        AwsInput input = call.input();
        return new Listing(
                null,
                null,
                null,
                new Listing.Span(input.time("CreatedAfter"), input.time("CreatedBefore")),
                Listing.Span.ALWAYS,
                listing.key(),
                listing.ascending());
    }

    /**
     * What a request asks for; by creation time, the newest first, unless said.
     *
     * @param keys by the values of SortBy
     * @param statuses the values of StatusEquals
     */
    static Listing of(AwsCall call, Map<String, Listing.Key> keys, String... statuses) {
        AwsInput input = call.input();
        return new Listing(
                null,
                input.optional("NameContains").orElse(null),
                input.oneOf("StatusEquals", statuses).orElse(null),
                new Listing.Span(input.time("CreationTimeAfter"), input.time("CreationTimeBefore")),
                new Listing.Span(input.time("LastModifiedTimeAfter"), input.time("LastModifiedTimeBefore")),
                input.oneOf("SortBy", keys.keySet().stream().sorted().toArray(String[]::new))
                        .map(keys::get)
                        .orElse(Listing.Key.CREATION_TIME),
                input.oneOf("SortOrder", "Ascending", "Descending")
                        .filter("Ascending"::equals)
                        .isPresent());
    }
}
