package dev.atelier.studio.tenancy;

import java.time.Instant;
import java.util.Map;

/** A Studio: what user profiles, their homes and their apps live in. */
public record Domain(
        String domainId,
        String domainName,
        TenancyState state,
        String defaultImage,
        String defaultInstanceType,
        Map<String, String> tags,
        Instant creationTime) {
    public Domain {
        tags = Map.copyOf(tags);
    }
}
