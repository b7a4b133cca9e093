package dev.atelier.studio.tenancy;

import java.time.Instant;
import java.util.Map;

/**
 * One person in a domain.
 *
 * @param executionRole an IAM role ARN; empty when none was given
 * @param team who pays; may be empty
 * @param project what for; may be empty
 */
public record UserProfile(
        ProfileRef ref,
        String executionRole,
        String team,
        String project,
        Map<String, String> tags,
        TenancyState state,
        Instant creationTime) {
    public UserProfile {
        tags = Map.copyOf(tags);
    }
}
