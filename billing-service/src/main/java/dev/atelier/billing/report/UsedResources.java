package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which resources were used in a time, by their numbers: in the order in which billing first heard of them. */
@ApplicationScoped
class UsedResources {
    private final Database database;

    UsedResources(Database database) {
        this.database = database;
    }

    Page<Long> page(CostFilter filter, Instant start, Instant end, Instant now, PageRequest page) {
        SqlText sql = used("i.resource_number", filter, start, end, now)
                .add("AND i.resource_number > ?", number(page.after()))
                .add("GROUP BY i.resource_number ORDER BY i.resource_number LIMIT ?", page.limit());
        return Page.of(
                database.list(sql.toString(), row -> row.number("resource_number"), sql.parameters()),
                page,
                String::valueOf);
    }

    /** Mostly there are not even so many intervals, which is known sooner. */
    boolean moreThan(int many, CostFilter filter, Instant start, Instant end, Instant now) {
        return counts(many, "", filter, start, end, now)
                && counts(many, "GROUP BY i.resource_number", filter, start, end, now);
    }

    private boolean counts(int many, String grouped, CostFilter filter, Instant start, Instant end, Instant now) {
        SqlText sql = new SqlText()
                .add("SELECT count(*) AS n FROM (")
                .add(used("1", filter, start, end, now))
                .add(grouped + " LIMIT ?) AS used", many + 1L);
        return database.listPlanned(sql.toString(), row -> row.number("n"), sql.parameters())
                        .getFirst()
                > many;
    }

    private static SqlText used(String column, CostFilter filter, Instant start, Instant end, Instant now) {
        return new SqlText().add("SELECT " + column + """
                         FROM metered_interval i JOIN usage_account a ON a.id = i.account_id
                        WHERE i.started_at < ? AND coalesce(i.ended_at, ?) > ?
                        """, end, now, start).add(filter.onIntervals());
    }

    private static long number(@Nullable String token) {
        try {
            return token == null ? 0 : Long.parseLong(token);
        } catch (NumberFormatException _) {
            throw AtelierException.invalid("pageToken", "is not a token that this list returned; start without one");
        }
    }
}
