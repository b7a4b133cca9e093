package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** Works out again, after an update of the service, the shares that an older rule gave; what their resources cost stays. */
@ApplicationScoped
class ShareUpdate {
    private static final int BATCH = 200;

    private final Database database;
    private final Projection projection;

    ShareUpdate(Database database, Projection projection) {
        this.database = database;
        this.projection = projection;
    }

    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        boolean more = true;
        while (more) {
            more = QuarkusTransaction.requiringNew().call(this::batch);
        }
    }

    /** Locks in the order of the ids, as writers do. */
    private boolean batch() {
        Map<String, ResourceTable.Held> held = new LinkedHashMap<>();
        database.list(
                """
                SELECT r.resource_id, r.number FROM billed_resource r
                WHERE r.number IN (SELECT resource_number FROM outdated_share)
                ORDER BY r.resource_id LIMIT ? FOR UPDATE
                """,
                row -> held.put(
                        row.text("resource_id"), new ResourceTable.Held(row.number("number"), false, false, null)),
                BATCH);
        if (held.isEmpty()) {
            return false;
        }
        projection.again(held);
        database.update("DELETE FROM outdated_share WHERE resource_number = ANY (?)", (Object)
                held.values().stream().map(ResourceTable.Held::number).toArray(Long[]::new));
        return true;
    }
}
