package dev.atelier.studio.quota;

import dev.atelier.platform.database.Database;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what is there, as the current transaction sees it. */
@ApplicationScoped
class QuotaCounts {
    /** A user's private spaces count for him. */
    private static final String OWNER = """
            domain_id = ? and (?::text is null or user_profile_name = ? or user_profile_name in (
                select space.user_profile_name from space
                where space.domain_id = ? and sharing_type = 'Private' and owner_user_profile_name = ?))""";

    private final Database database;

    QuotaCounts(Database database) {
        this.database = database;
    }

    /** How many there are of one owner, or of the whole domain when none is named. */
    long count(Countable what, String domainId, @Nullable Owner owner) {
        String key = owner == null ? null : owner.key();
        String rows = switch (what) {
            case APPS ->
                "app where " + OWNER
                        + " and app_type = 'KernelGateway' and status in ('Pending', 'InService', 'Deleting')";
            case INSTANCES ->
                "instance where " + OWNER + " and instance_type <> 'system' and status in ('Pending', 'Running')";
            case KERNELS -> "kernel where " + OWNER + " and execution_state <> 'dead' and not ending";
        };
        return database.find(
                        "select count(*) as there from " + rows,
                        row -> row.number("there"),
                        domainId,
                        key,
                        key,
                        domainId,
                        key)
                .orElseThrow();
    }

    /** How many instances there are of each type, of one owner or of the whole domain. */
    Map<String, Long> instancesByType(String domainId, @Nullable Owner owner) {
        String key = owner == null ? null : owner.key();
        Map<String, Long> counts = new TreeMap<>();
        database.list(
                        "select instance_type, count(*) as there from instance where " + OWNER + " and "
                                + "instance_type <> 'system' and status in ('Pending', 'Running') group by instance_type",
                        row -> Map.entry(row.text("instance_type"), row.number("there")),
                        domainId,
                        key,
                        key,
                        domainId,
                        key)
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }
}
