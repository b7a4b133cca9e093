package dev.atelier.billing.meter;

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
}
