package dev.atelier.billing.meter;

import dev.atelier.platform.database.Row;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who uses a resource and who pays. Empty where there is none. */
public record Owner(
        String domainId,
        String userProfileName,
        String spaceName,
        String team,
        String project,
        SortedMap<String, String> tags) {
    public static final Owner NONE = new Owner("", "", "", "", "", Collections.emptySortedMap());

    public Owner {
        tags = tags.isEmpty() ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public Owner(
            String domainId,
            String userProfileName,
            String spaceName,
            String team,
            String project,
            Map<String, String> tags) {
        this(
                domainId,
                userProfileName,
                spaceName,
                team,
                project,
                tags.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>(tags));
    }

    /** The one in a row's columns {@code domain_id}, {@code user_profile_name}, {@code space_name}, {@code team}, {@code project} and {@code tags}. */
    public static Owner of(Row row) throws SQLException {
        return new Owner(
                row.text("domain_id"),
                row.text("user_profile_name"),
                row.text("space_name"),
                row.text("team"),
                row.text("project"),
                row.tags("tags"));
    }
}
