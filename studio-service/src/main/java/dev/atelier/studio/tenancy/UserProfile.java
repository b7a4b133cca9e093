package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import java.time.Instant;
import java.util.Map;

/**
 * One person in a domain.
 *
 * @param executionRole an IAM role ARN; empty when none was given
 * @param team who pays; may be empty
 * @param project what for; may be empty
 * @param settings what is other than in the domain
 */
public record UserProfile(
        ProfileRef ref,
        String executionRole,
        String team,
        String project,
        Settings settings,
        Map<String, String> tags,
        TenancyState state,
        Instant creationTime,
        Instant lastModifiedTime) {
    public UserProfile {
        tags = Map.copyOf(tags);
    }
}
