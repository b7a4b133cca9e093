package dev.atelier.autopilot.service.aws;

import dev.atelier.autopilot.service.experiment.ComponentQuery.Operator;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A search of experiments or trials: by name, by times and by what they belong to.
 *
 * @param parent the experiment of trials; null for any
 */
record NamedSearch(Listing listing, @Nullable String parent) {
    /**
     * Reads filters.
     *
     * @param name the property that holds the name
     * @param parents properties that hold the experiment's
     */
    static NamedSearch of(String name, AwsInput input, List<SearchWire.Filter> filters, String... parents) {
        Map<String, String> texts = new HashMap<>();
        Map<String, Instant> times = new HashMap<>();
        for (SearchWire.Filter filter : filters) {
            String key = filter.name() + " " + filter.operator().label();
            boolean text = filter.name().equals(name)
                    && (filter.operator() == Operator.EQUALS || filter.operator() == Operator.CONTAINS);
            boolean parent = List.of(parents).contains(filter.name()) && filter.operator() == Operator.EQUALS;
            boolean time = List.of("CreationTime", "LastModifiedTime").contains(filter.name())
                    && (filter.operator() == Operator.GREATER_THAN || filter.operator() == Operator.LESS_THAN);
            if (!text && !parent && !time) {
                throw AwsException.unsupported("The filter %s with %s"
                        .formatted(filter.name(), filter.operator().label()));
            }
            if (time) {
                times.put(key, instant(filter.value()));
            } else {
                texts.put(key, filter.value());
            }
        }
        return new NamedSearch(
                new Listing(
                        texts.get(name + " Equals"),
                        texts.get(name + " Contains"),
                        null,
                        span(times, "CreationTime"),
                        span(times, "LastModifiedTime"),
                        key(name, input),
                        input.oneOf("SortOrder", "Ascending", "Descending")
                                .filter("Ascending"::equals)
                                .isPresent()),
                parents.length == 0 ? null : texts.get(parents[0] + " Equals"));
    }

    private static Listing.Key key(String name, AwsInput input) {
        String key = input.optional("SortBy").orElse("CreationTime");
        if (key.equals(name)) {
            return Listing.Key.NAME;
        }
        return switch (key) {
            case "CreationTime" -> Listing.Key.CREATION_TIME;
            case "LastModifiedTime" -> Listing.Key.LAST_MODIFIED_TIME;
            default -> throw AwsException.unsupported("Sorting by " + key);
        };
    }

    private static Listing.Span span(Map<String, Instant> times, String property) {
        return new Listing.Span(times.get(property + " GreaterThan"), times.get(property + " LessThan"));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw AwsException.validation("value", "Member must be a time like 2026-11-24T19:30:00Z");
        }
    }
}
