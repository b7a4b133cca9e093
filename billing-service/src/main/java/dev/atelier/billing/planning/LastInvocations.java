package dev.atelier.billing.planning;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Since when endpoints are not invoked, as the sources of their usage told it. */
@ApplicationScoped
class LastInvocations {
    /** What runs of an endpoint, each with the last event that said whether it is in use; a reversed event counts no more. */
    private static final String IDLE = """
            SELECT a.domain_id, a.user_profile_name, a.endpoint_name, max(last.time) AS since
            FROM usage_account a
            JOIN unnest(?::text[], ?::text[], ?::text[]) AS k (domain_id, user_profile_name, endpoint_name)
              USING (domain_id, user_profile_name, endpoint_name)
            JOIN metered_interval i ON i.account_id = a.id AND i.ended_at IS NULL
            LEFT JOIN LATERAL (
                SELECT e.type, e.time
                FROM usage_event e
                WHERE e.resource_number = i.resource_number AND e.time >= i.started_at
                  AND e.type <> 'heartbeat' AND e.type IN ('busy', 'idle')
                  AND NOT EXISTS (SELECT FROM usage_event r
                                  WHERE r.resource_number = e.resource_number AND r.type = 'reversed'
                                    AND r.reverses_source = e.source AND r.reverses_id = e.id)
                ORDER BY e.time DESC LIMIT 1
            ) AS last ON true
            WHERE a.component = 'hosting'
            GROUP BY 1, 2, 3
            HAVING bool_and(coalesce(last.type = 'idle', false))
            """;

    private final Database database;

    LastInvocations(Database database) {
        this.database = database;
    }

    /** An endpoint and whose it is. */
    record EndpointKey(String domainId, String userProfileName, String endpointName) {
        static EndpointKey of(Used used) {
            return new EndpointKey(
                    used.name().domainId(), used.name().user(), used.name().endpointName());
        }
    }

    private record Idle(EndpointKey endpoint, Instant since) {}

    /** When those of the endpoints were last invoked, or began, of which every instance is idle now. */
    Map<EndpointKey, Instant> of(Collection<EndpointKey> endpoints) {
        if (endpoints.isEmpty()) {
            return Map.of();
        }
        Map<EndpointKey, Instant> since = new HashMap<>();
        database.list(
                        IDLE,
                        row -> new Idle(
                                new EndpointKey(
                                        row.text("domain_id"),
                                        row.text("user_profile_name"),
                                        row.text("endpoint_name")),
                                row.time("since")),
                        texts(endpoints, EndpointKey::domainId),
                        texts(endpoints, EndpointKey::userProfileName),
                        texts(endpoints, EndpointKey::endpointName))
                .forEach(idle -> since.put(idle.endpoint(), idle.since()));
        return since;
    }

    private static String[] texts(Collection<EndpointKey> endpoints, Function<EndpointKey, String> part) {
        return endpoints.stream().map(part).toArray(String[]::new);
    }
}
