package dev.atelier.billing.meter;

import dev.atelier.billing.price.Component;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The accounts that usage is billed by, each in its pool. They are never changed, so what is known of them is remembered. */
@ApplicationScoped
class AccountTable {
    private static final int REMEMBERED = 50_000;
    private static final String COLUMNS =
            "component, instance_type, region, domain_id, user_profile_name, space_name, team, "
                    + "project, tags, job_name, endpoint_name";

    /** What the accounts of a pool have in common. */
    private static final String POOL_COLUMNS = "component, instance_type, region, domain_id, team, project, tags";

    private final Database database;

    @SuppressWarnings("serial")
    private final Map<Named, Long> remembered = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Named, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    AccountTable(Database database) {
        this.database = database;
    }

    /**
     * The account of each event, in order; accounts that nobody knows are made. To be called outside of a transaction: an
     * account that is made stays, and nobody waits for it.
     */
    List<Long> ids(List<UsageEvent> events) {
        List<Named> names = events.stream().map(Named::of).toList();
        Map<Named, Long> ids = new HashMap<>();
        Set<Named> unknown = new HashSet<>();
        synchronized (remembered) {
            for (Named name : names) {
                if (!ids.containsKey(name) && !unknown.contains(name)) {
                    Long id = remembered.get(name);
                    if (id == null) {
                        unknown.add(name);
                    } else {
                        ids.put(name, id);
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            Map<Named, Long> found = findOrMake(unknown);
            ids.putAll(found);
            synchronized (remembered) {
                remembered.putAll(found);
            }
        }
        return names.stream().map(ids::get).toList();
    }

    /** What an account is known by. */
    private record Named(
            @Nullable Component component,
            String instanceType,
            String region,
            Owner owner,
            String jobName,
            String endpointName) {
        static Named of(UsageEvent event) {
            Usage usage = event.usage();
            return new Named(
                    usage.component(),
                    usage.instanceType(),
                    usage.region(),
                    usage.owner(),
                    usage.jobName(),
                    usage.endpointName());
        }
    }

    private Map<Named, Long> findOrMake(Set<Named> unknown) {
        Map<String, Named> names = new TreeMap<>();
        Map<String, String[]> fields = new TreeMap<>();
        for (Named name : unknown) {
            String[] ofName = fields(name);
            String text = String.join("\u001f", ofName);
            names.put(text, name);
            fields.put(text, ofName);
        }
        Map<Named, Long> found = new HashMap<>();
        findOrMake(fields).forEach((text, id) -> found.put(Objects.requireNonNull(names.get(text)), id));
        return found;
    }

    /** In the order of the names, so that two who make the same accounts do not wait for each other in a circle. */
    private Map<String, Long> findOrMake(Map<String, String[]> unknown) {
        List<String> names = List.copyOf(unknown.keySet());
        List<String[]> fields = new ArrayList<>(unknown.values());
        String rows = """
                unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                       ?::text[], ?::text[]) WITH ORDINALITY AS t (%s, n)
                CROSS JOIN LATERAL (SELECT usage_account_digest(component, instance_type, region, domain_id,
                    user_profile_name, space_name, team, project, tags::jsonb::text, job_name, endpoint_name) AS digest,
                    usage_account_digest(component, instance_type, region, domain_id, team, project, tags::jsonb::text) AS pool) d
                """.formatted(COLUMNS);
        Object[] columns = columns(fields);
        String find = "SELECT t.n, a.id FROM " + rows + " JOIN usage_account a ON a.digest = d.digest";
        Map<String, Long> found = found(find, names, columns);
        if (found.size() < names.size()) {
            database.update("""
                    INSERT INTO usage_pool (digest, %s)
                    SELECT DISTINCT ON (d.pool) d.pool, %s FROM %s ORDER BY d.pool
                    ON CONFLICT (digest) DO NOTHING
                    """.formatted(POOL_COLUMNS, json(POOL_COLUMNS), rows), columns);
            database.update("""
                    INSERT INTO usage_account (digest, pool_id, %s)
                    SELECT d.digest, (SELECT p.id FROM usage_pool p WHERE p.digest = d.pool), %s FROM %s ORDER BY t.n
                    ON CONFLICT (digest) DO NOTHING
                    """.formatted(COLUMNS, json(COLUMNS), rows), columns);
            found = found(find, names, columns);
        }
        return found;
    }

    private static String json(String columns) {
        return columns.replace("tags", "tags::jsonb");
    }

    private Map<String, Long> found(String sql, List<String> names, Object[] columns) {
        Map<String, Long> found = new HashMap<>();
        database.list(sql, row -> found.put(names.get(row.integer("n") - 1), row.number("id")) == null, columns);
        return found;
    }

    private static Object[] columns(List<String[]> fields) {
        List<Object> columns = new ArrayList<>();
        for (int column = 0; column < fields.getFirst().length; column++) {
            int index = column;
            Function<String[], String> field = row -> row[index];
            columns.add(fields.stream().map(field).toArray(String[]::new));
        }
        return columns.toArray();
    }

    private String[] fields(Named name) {
        Component component = name.component();
        Owner owner = name.owner();
        return Arrays.asList(
                        component == null ? "" : component.code(),
                        name.instanceType(),
                        name.region(),
                        owner.domainId(),
                        owner.userProfileName(),
                        owner.spaceName(),
                        owner.team(),
                        owner.project(),
                        database.tagsJson(owner.tags()),
                        name.jobName(),
                        name.endpointName())
                .toArray(String[]::new);
    }
}
