package dev.atelier.studio.quota;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what is there, as the current transaction sees it. */
@ApplicationScoped
class QuotaCounts {
    private static final String OWNER = " domain_id = ? and (?::text is null or user_profile_name = ?) and ";

    private final Database database;

    QuotaCounts(Database database) {
        this.database = database;
    }

    /** How many there are of one user, or of the whole domain when no user is named. */
    long count(Countable what, String domainId, @Nullable String userProfileName) {
        String rows = switch (what) {
            case APPS ->
                "app where" + OWNER + "app_type = 'KernelGateway' and status in ('Pending', 'InService', 'Deleting')";
            case INSTANCES ->
                "instance where" + OWNER + "instance_type <> 'system' and status in ('Pending', 'Running')";
            case KERNELS -> "kernel where" + OWNER + "execution_state <> 'dead' and not ending";
        };
        return database.find(
                        "select count(*) as there from " + rows,
                        row -> row.number("there"),
                        domainId,
                        userProfileName,
                        userProfileName)
                .orElseThrow();
    }

    /** How many instances there are of each type, of one user or of the whole domain. */
    Map<String, Long> instancesByType(String domainId, @Nullable String userProfileName) {
        Map<String, Long> counts = new TreeMap<>();
        database.list(
                        "select instance_type, count(*) as there from instance where" + OWNER
                                + "instance_type <> 'system' and status in ('Pending', 'Running') group by instance_type",
                        row -> Map.entry(row.text("instance_type"), row.number("there")),
                        domainId,
                        userProfileName,
                        userProfileName)
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }
}
