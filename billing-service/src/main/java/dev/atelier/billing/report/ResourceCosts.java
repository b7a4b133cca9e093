package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What single things have cost so far, many at once. */
@ApplicationScoped
public class ResourceCosts {
    /** The most subjects of one question. */
    public static final int MAX_SUBJECTS = 500;

    private static final BigInteger MICROS_PER_HOUR = BigInteger.valueOf(3_600_000_000L);

    /** Intervals {@code i} with accounts {@code a} and shares {@code s} of keys {@code k}, met with their prices. */
    private static final String SUMS = """
            SELECT k.index, a.component = 'storage' AS storage, a.instance_type, p.per_hour, p.currency, p.estimated,
                   bool_or({open}) AS open,
                   sum(CASE WHEN {open} AND {pays} AND coalesce(p.valid_until > ?, true)
                            THEN i.quantity::numeric / {payers} ELSE 0 END) AS running,
                   sum(CASE WHEN {pays} THEN used.micros / {payers} + CASE WHEN {payer} < used.micros % {payers} THEN 1 ELSE 0 END
                            ELSE 0 END * i.quantity::numeric) AS micros
            FROM unnest(?::int4[], ?::text[], ?::text[], ?::text[]) AS k (index, one, two, three)
            {from}
            LEFT JOIN price_span p
              ON p.instance_type = a.instance_type AND p.component = a.component AND p.region = a.region
             AND p.valid_from < coalesce(i.ended_at, ?) AND p.valid_until > i.started_at
            CROSS JOIN LATERAL (
                SELECT round(date_part('epoch', greatest(interval '0',
                    least(coalesce(i.ended_at, ?), {until} p.valid_until)
                    - greatest(i.started_at, {since} p.valid_from))) * 1000000)::bigint AS micros) AS used
            WHERE true
            """;

    private static final String WHOLE = SUMS.replace("{open}", "i.ended_at IS NULL")
            .replace("{pays}", "true")
            .replace("{payers}", "1")
            .replace("{payer}", "0")
            .replace("{until}", "")
            .replace("{since}", "");

    private static final String BY_RESOURCE = WHOLE.replace("{from}", """
            JOIN billed_resource r ON r.resource_id = k.one
            JOIN metered_interval i ON i.resource_number = r.number
            JOIN usage_account a ON a.id = i.account_id
            """);
    private static final String BY_JOB = WHOLE.replace("{from}", """
            JOIN usage_account a ON a.domain_id = k.one AND a.user_profile_name = k.two AND a.job_name = k.three
            JOIN metered_interval i ON i.account_id = a.id
            """);
    private static final String BY_ENDPOINT = BY_JOB.replace("a.job_name", "a.endpoint_name");
    private static final String BY_APP = SUMS.replace("{open}", "s.ended_at IS NULL AND i.ended_at IS NULL")
            .replace("{pays}", "s.payer >= 0")
            .replace("{payers}", "s.payers")
            .replace("{payer}", "s.payer")
            .replace("{until}", "s.ended_at,")
            .replace("{since}", "s.started_at,")
            .replace("{from}", """
            JOIN billed_resource r ON r.resource_id = k.one
            JOIN metered_interval i ON i.resource_number = r.number
            JOIN metered_share s
              ON s.resource_number = i.resource_number AND s.member_id = k.two
             AND s.started_at < coalesce(i.ended_at, 'infinity') AND coalesce(s.ended_at, 'infinity') > i.started_at
            JOIN usage_account a ON a.id = i.account_id
            """);

    private final Database database;
    private final Clock clock;

    ResourceCosts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One answer for each subject, in order. What the caller may not see is not known.
     *
     * @throws AtelierException {@code VALIDATION} when there are too many, or one is not named in full
     */
    public List<ResourceCost> costs(List<CostSubject> subjects, Caller caller) {
        if (subjects.size() > MAX_SUBJECTS) {
            throw AtelierException.invalid("subjects", "must be at most " + MAX_SUBJECTS);
        }
        if (!subjects.stream().allMatch(CostSubject::complete)) {
            throw AtelierException.invalid("subjects", "must each be named in full");
        }
        SqlText visible = CostFilter.ALL.visibleTo(caller).onAccounts();
        Instant now = Micros.truncate(clock.instant());
        Map<Integer, Sum> sums = new HashMap<>();
        Map<String, List<Key>> byStatement = new HashMap<>();
        for (int i = 0; i < subjects.size(); i++) {
            byStatement
                    .computeIfAbsent(statement(subjects.get(i)), _ -> new ArrayList<>())
                    .add(key(i, subjects.get(i)));
        }
        byStatement.forEach((statement, keys) -> {
            for (Used used : read(statement, keys, visible, now)) {
                sums.computeIfAbsent(used.index(), _ -> new Sum()).add(used);
            }
        });
        List<ResourceCost> costs = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            Sum sum = sums.get(i);
            costs.add(sum == null ? ResourceCost.UNKNOWN : sum.cost());
        }
        return costs;
    }

    private record Key(int index, String one, String two, String three) {}

    /**
     * Usage at one price.
     *
     * @param perHour null when there is none
     * @param open whether it runs now, at any price
     * @param running instances or bytes that run at this price now
     */
    private record Used(
            int index,
            boolean storage,
            @Nullable BigDecimal perHour,
            String currency,
            boolean estimated,
            boolean open,
            BigDecimal running,
            BigInteger micros) {}

    private List<Used> read(String statement, List<Key> keys, SqlText visible, Instant now) {
        SqlText sql = new SqlText()
                .add(
                        statement,
                        now,
                        keys.stream().map(Key::index).toArray(Integer[]::new),
                        texts(keys, Key::one),
                        texts(keys, Key::two),
                        texts(keys, Key::three),
                        now,
                        now)
                .add(visible)
                .add("GROUP BY 1, 2, 3, 4, 5, 6");
        return database.list(sql.toString(), ResourceCosts::used, sql.parameters());
    }

    private static Used used(Row row) throws SQLException {
        BigDecimal perHour = row.decimalOrNull("per_hour");
        String currency = row.textOrNull("currency");
        return new Used(
                row.integer("index"),
                row.flag("storage"),
                row.text("instance_type").equals(PriceKey.SYSTEM) ? BigDecimal.ZERO : perHour,
                currency == null ? "USD" : currency,
                row.flag("estimated"),
                row.flag("open"),
                row.decimal("running"),
                row.decimal("micros").toBigIntegerExact());
    }

    private static String statement(CostSubject subject) {
        return switch (subject) {
            case CostSubject.Resource _ -> BY_RESOURCE;
            case CostSubject.App _ -> BY_APP;
            case CostSubject.Job _ -> BY_JOB;
            case CostSubject.Endpoint _ -> BY_ENDPOINT;
        };
    }

    private static Key key(int index, CostSubject subject) {
        return switch (subject) {
            case CostSubject.Resource(String id) -> new Key(index, id, "", "");
            case CostSubject.App(String id, String app) -> new Key(index, id, app, "");
            case CostSubject.Job(String domain, String user, String name) -> new Key(index, domain, user, name);
            case CostSubject.Endpoint(String domain, String user, String name) -> new Key(index, domain, user, name);
        };
    }

    private static String[] texts(List<Key> keys, Function<Key, String> field) {
        return keys.stream().map(field).toArray(String[]::new);
    }

    /** Adds up the usage of one subject. */
    private static final class Sum {
        private final Set<String> currencies = new HashSet<>();
        private ExactCost cost = ExactCost.ZERO;
        private BigDecimal perHour = BigDecimal.ZERO;
        private boolean unknown;
        private boolean running;
        private boolean estimated;

        void add(Used used) {
            BigDecimal price = used.perHour();
            if (price == null) {
                unknown |= used.micros().signum() > 0 || used.running().signum() > 0;
                return;
            }
            currencies.add(used.currency());
            estimated |= used.estimated();
            cost = cost.plus(
                    used.storage() ? ExactCost.ofStorage(price, used.micros()) : ExactCost.of(price, used.micros()));
            running |= used.open();
            if (used.running().signum() > 0) {
                perHour = perHour.add(
                        used.storage()
                                ? ExactCost.ofStorage(
                                                price,
                                                used.running().toBigInteger().multiply(MICROS_PER_HOUR))
                                        .amount()
                                : price.multiply(used.running()));
            }
        }

        ResourceCost cost() {
            if (unknown || currencies.size() != 1) {
                return ResourceCost.UNKNOWN;
            }
            String currency = currencies.iterator().next();
            return new ResourceCost(
                    new Amount(cost.amount(), currency),
                    running ? new Amount(ExactCost.shown(perHour), currency) : null,
                    estimated);
        }
    }
}
