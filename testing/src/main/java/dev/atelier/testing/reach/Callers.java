package dev.atelier.testing.reach;

import dev.atelier.testing.TestTokens;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who asks.
 *
 * @param domainId the owner's domain
 * @param owner the owner's user profile
 * @param neighbour another profile of the same domain
 * @param otherDomainId a domain with a profile of the owner's name
 */
public record Callers(String domainId, String owner, String neighbour, String otherDomainId) {
    String ownerToken() {
        return TestTokens.user(domainId, owner);
    }

    /** Those who must not get what is the owner's but live in the same domain. */
    Map<String, String> neighbours() {
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("a neighbour", TestTokens.user(domainId, neighbour));
        tokens.put("a service for a neighbour", TestTokens.service("probe", domainId, neighbour));
        return tokens;
    }

    /** Those of another domain. */
    Map<String, String> foreigners() {
        return Map.of("a namesake of another domain", TestTokens.user(otherDomainId, owner));
    }

    /** Tokens that are nobody's. */
    Map<String, String> nobodies() {
        return Map.of(
                "a forged token",
                TestTokens.forged(),
                "an expired token",
                TestTokens.user(domainId, owner, Duration.ofMinutes(-10)));
    }
}
