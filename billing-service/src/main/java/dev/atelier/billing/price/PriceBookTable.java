package dev.atelier.billing.price;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.price.book.BookFormat;
import dev.atelier.billing.price.book.InstanceSpec;
import dev.atelier.billing.price.book.ParsedBook;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The versions of all price books, and what activating one does to the prices in force. */
@ApplicationScoped
class PriceBookTable {
    private static final String SELECT = """
            SELECT b.*, (SELECT count(*) FROM price_book_entry e WHERE e.price_book_id = b.id) AS price_count
            FROM price_book b
            """;

    private final Database database;

    PriceBookTable(Database database) {
        this.database = database;
    }

    /** Lets nobody else import or activate until the transaction ends. */
    void lock() {
        database.list("SELECT pg_advisory_xact_lock(hashtext('price-book'))", _ -> true);
    }

    Optional<BookVersion> find(long id) {
        return database.find(SELECT + " WHERE b.id = ?", PriceBookTable::version, id);
    }

    Optional<BookVersion> newest(String name) {
        return database.find(SELECT + " WHERE b.name = ? ORDER BY b.id DESC LIMIT 1", PriceBookTable::version, name);
    }

    /** The newest first. */
    Page<BookVersion> list(String name, PageRequest page) {
        long before = page.after() == null ? Long.MAX_VALUE : number(Objects.requireNonNull(page.after()));
        return Page.of(
                database.list(
                        SELECT + " WHERE b.id < ? AND ? IN ('', b.name) ORDER BY b.id DESC LIMIT ?",
                        PriceBookTable::version,
                        before,
                        name,
                        page.limit()),
                page,
                version -> String.valueOf(version.id()));
    }

    long insert(String name, BookFormat format, String sha256, String by, Instant now, ParsedBook book) {
        long id = database.find(
                        """
                        INSERT INTO price_book (name, sha256, imported_at, format, version, imported_by, skipped)
                        VALUES (?, ?, ?, ?, ?, ?, ?::jsonb) RETURNING id
                        """,
                        row -> row.number("id"),
                        name,
                        sha256,
                        now,
                        format.code(),
                        book.version(),
                        by,
                        SkippedJson.write(book.skipped()))
                .orElseThrow();
        List<PriceBook.Entry> entries = book.entries();
        database.update(
                """
                INSERT INTO price_book_entry
                SELECT ?, instance_type, component, region, per_hour::numeric, currency, estimated::boolean, source, as_of
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                  AS t (instance_type, component, region, per_hour, currency, estimated, source, as_of)
                """,
                id,
                texts(entries, entry -> entry.key().instanceType()),
                texts(entries, entry -> entry.key().component().code()),
                texts(entries, entry -> entry.key().region()),
                texts(entries, entry -> entry.perHour().toPlainString()),
                texts(entries, PriceBook.Entry::currency),
                texts(entries, entry -> String.valueOf(entry.estimated())),
                texts(entries, PriceBook.Entry::source),
                texts(entries, PriceBook.Entry::asOf));
        describe(book.specs(), true);
        return id;
    }

    /** Keeps what instance types have; of those that are known already only when told so. */
    void describe(List<InstanceSpec> specs, boolean replace) {
        database.update(
                """
                INSERT INTO instance_spec
                SELECT instance_type, vcpu::int, memory_gib::numeric, gpu::int
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS t (instance_type, vcpu, memory_gib, gpu)
                ON CONFLICT (instance_type) DO UPDATE
                SET vcpu = excluded.vcpu, memory_gib = excluded.memory_gib, gpu = excluded.gpu WHERE ?
                """,
                texts(specs, InstanceSpec::instanceType),
                texts(specs, spec -> String.valueOf(spec.vcpu())),
                texts(specs, spec -> spec.memoryGib().toPlainString()),
                texts(specs, spec -> String.valueOf(spec.gpu())),
                replace);
    }

    /** All instance types that any book described, by name. */
    List<InstanceSpec> specs() {
        return database.list("SELECT * FROM instance_spec ORDER BY instance_type", PriceBookTable::spec);
    }

    static InstanceSpec spec(Row row) throws SQLException {
        return new InstanceSpec(
                row.text("instance_type"),
                row.integer("vcpu"),
                row.decimal("memory_gib").stripTrailingZeros(),
                row.integer("gpu"));
    }

    /**
     * Puts the figures of a version in force. Keys without a price get it from the beginning of time on, keys whose figure
     * changes from the moment on.
     *
     * @param gentle leave keys alone whose price another book says, or that have a price that is later still
     * @throws AtelierException {@code CONFLICT} when a key has a price that is later still
     */
    Activation activate(long id, Instant from, boolean gentle) {
        if (!gentle) {
            requireLatest(id, from);
        }
        List<Boolean> known = database.list(
                """
                INSERT INTO price (instance_type, component, region, valid_from, per_hour, currency, estimated, source,
                                   as_of, price_book_id)
                SELECT e.instance_type, e.component, e.region,
                       CASE WHEN c.per_hour IS NULL THEN ?::timestamptz ELSE ?::timestamptz END,
                       e.per_hour, e.currency, e.estimated, e.source, e.as_of, e.price_book_id
                FROM price_book_entry e
                JOIN price_book own ON own.id = e.price_book_id
                LEFT JOIN LATERAL (
                    SELECT p.per_hour, p.currency, p.estimated, p.valid_from, b.name
                    FROM price p JOIN price_book b ON b.id = p.price_book_id
                    WHERE p.instance_type = e.instance_type AND p.component = e.component AND p.region = e.region
                    ORDER BY p.valid_from DESC LIMIT 1) c ON true
                WHERE e.price_book_id = ?
                  AND (c.per_hour IS NULL
                       OR ((c.per_hour, c.currency, c.estimated) IS DISTINCT FROM (e.per_hour, e.currency, e.estimated)
                           AND (NOT ?::boolean OR (c.name = own.name AND c.valid_from < ?::timestamptz))))
                RETURNING valid_from = ?::timestamptz AS first
                """,
                row -> row.flag("first"),
                PriceBooks.FIRST_VALID_FROM,
                from,
                id,
                gentle,
                from,
                PriceBooks.FIRST_VALID_FROM);
        database.update("UPDATE price_book SET active_from = coalesce(active_from, ?) WHERE id = ?", from, id);
        int added = (int) known.stream().filter(first -> first).count();
        return new Activation(added, known.size() - added);
    }

    private void requireLatest(long id, Instant from) {
        boolean later = database.find("""
                        SELECT true FROM price p JOIN price_book_entry e USING (instance_type, component, region)
                        WHERE e.price_book_id = ? AND p.valid_from >= ? AND p.valid_from > ? LIMIT 1
                        """, _ -> true, id, from, PriceBooks.FIRST_VALID_FROM)
                .isPresent();
        if (later) {
            throw AtelierException.conflict(
                    "Another book puts prices of the same keys in force at or after %s; choose a later moment."
                            .formatted(from));
        }
    }

    /**
     * How the version differs from another, or from the prices in force at a moment, ordered by key. What is in force but
     * not in the book is no difference, since it would stay.
     */
    Page<PriceChange> diff(long id, @Nullable Long against, Instant at, PageRequest page) {
        String before = against == null ? """
                  SELECT DISTINCT ON (instance_type, component, region)
                         instance_type, component, region, per_hour, currency, estimated
                  FROM price WHERE valid_from <= ?
                    AND (instance_type, component, region) IN (
                        SELECT instance_type, component, region FROM price_book_entry WHERE price_book_id = ?)
                  ORDER BY instance_type, component, region, valid_from DESC
                  """ : """
                  SELECT instance_type, component, region, per_hour, currency, estimated
                  FROM price_book_entry WHERE ?::timestamptz IS NOT NULL AND price_book_id = ?
                  """;
        String after = page.after();
        String[] position = after == null ? new String[] {"", "", ""} : PriceBooks.position(after);
        return Page.of(
                database.list(
                        """
                        SELECT instance_type, component, region,
                               o.per_hour AS before_per_hour, o.currency AS before_currency, o.estimated AS before_estimated,
                               n.per_hour AS after_per_hour, n.currency AS after_currency, n.estimated AS after_estimated
                        FROM (%s) o
                        FULL JOIN (SELECT * FROM price_book_entry WHERE price_book_id = ?) n
                        USING (instance_type, component, region)
                        WHERE (instance_type, component, region) > (?, ?, ?)
                          AND (o.per_hour, o.currency, o.estimated) IS DISTINCT FROM (n.per_hour, n.currency, n.estimated)
                        ORDER BY instance_type, component, region LIMIT ?
                        """.formatted(before),
                        PriceBookTable::change,
                        at,
                        against == null ? id : against,
                        id,
                        position[0],
                        position[1],
                        position[2],
                        page.limit()),
                page,
                change -> PriceBooks.position(change.key()));
    }

    private static PriceChange change(Row row) throws SQLException {
        return new PriceChange(
                new PriceKey(
                        row.text("instance_type"),
                        Component.find(row.text("component")).orElseThrow(),
                        row.text("region")),
                figure(row, "before"),
                figure(row, "after"));
    }

    private static PriceChange.@Nullable Figure figure(Row row, String side) throws SQLException {
        BigDecimal perHour = row.decimalOrNull(side + "_per_hour");
        return perHour == null
                ? null
                : new PriceChange.Figure(
                        new Amount(ExactCost.plain(perHour), row.text(side + "_currency")),
                        row.flag(side + "_estimated"));
    }

    private static BookVersion version(Row row) throws SQLException {
        return new BookVersion(
                row.number("id"),
                row.text("name"),
                BookFormat.find(row.text("format")).orElseThrow(),
                row.text("version"),
                row.text("sha256"),
                row.time("imported_at"),
                row.text("imported_by"),
                row.timeOrNull("active_from"),
                row.integer("price_count"),
                SkippedJson.read(row.text("skipped")));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw AtelierException.invalid("pageToken", "is not a token of this list");
        }
    }

    private static <T> String[] texts(List<T> items, Function<T, String> field) {
        return items.stream().map(field).toArray(String[]::new);
    }
}
