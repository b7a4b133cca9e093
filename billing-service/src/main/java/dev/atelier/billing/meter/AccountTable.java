package dev.atelier.billing.meter;

import dev.atelier.billing.price.Component;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

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
    private final Map<String, Long> remembered = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
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
        List<String[]> fields = events.stream().map(this::fields).toList();
        List<String> names =
                fields.stream().map(row -> String.join("\u001f", row)).toList();
        Map<String, Long> ids = new HashMap<>();
        Map<String, String[]> unknown = new TreeMap<>();
        synchronized (remembered) {
            for (int i = 0; i < names.size(); i++) {
                Long id = remembered.get(names.get(i));
                if (id == null) {
                    unknown.put(names.get(i), fields.get(i));
                } else {
                    ids.put(names.get(i), id);
                }
            }
        }
        if (!unknown.isEmpty()) {
            Map<String, Long> found = findOrMake(unknown);
            ids.putAll(found);
            synchronized (remembered) {
                remembered.putAll(found);
            }
        }
        return names.stream().map(ids::get).toList();
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

    private String[] fields(UsageEvent event) {
        Component component = event.component();
        Owner owner = event.owner();
        return Arrays.asList(
                        component == null ? "" : component.code(),
                        event.instanceType(),
                        event.region(),
                        owner.domainId(),
                        owner.userProfileName(),
                        owner.spaceName(),
                        owner.team(),
                        owner.project(),
                        database.tagsJson(owner.tags()),
                        event.jobName(),
                        event.endpointName())
                .toArray(String[]::new);
    }
}
