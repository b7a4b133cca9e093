package dev.atelier.billing.price;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.price.book.BookFormat;
import dev.atelier.billing.price.book.ParsedBook;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The prices of all imported books. */
@ApplicationScoped
public class PriceBooks {
    /**
     * From when a price holds whose key had no price before. It is earlier than anything that Atelier can have metered,
     * so that all usage has a price; later figures of the same key hold from their import on and never change the past.
     */
    public static final Instant FIRST_VALID_FROM = Instant.parse("2020-01-01T00:00:00Z");

    private static final char SEPARATOR = '\u001f';

    private final Database database;
    private final PriceBookTable books;

    PriceBooks(Database database, PriceBookTable books) {
        this.database = database;
        this.books = books;
    }

    /** Narrows a list of prices; empty matches all. */
    public record Filter(String instanceType, String component, String region) {}

    /** The price that holds at a time. */
    public Optional<Price> find(PriceKey key, Instant at) {
        if (key.free()) {
            return Optional.of(Price.free(key));
        }
        return database.find(
                """
                SELECT p.*, b.name AS book
                FROM price p JOIN price_book b ON b.id = p.price_book_id
                WHERE instance_type = ? AND component = ? AND region = ? AND valid_from <= ?
                ORDER BY valid_from DESC LIMIT 1
                """, PriceBooks::price, key.instanceType(), key.component().code(), key.region(), at);
    }

    /** The price that holds at a time, or {@code UNKNOWN_PRICE}. */
    public Price require(PriceKey key, Instant at) {
        return find(key, at).orElseThrow(key::unknown);
    }

    /** The prices that hold at a time, ordered by instance type, component, and region. */
    public Page<Price> list(Filter filter, PageRequest page, Instant at) {
        if (!filter.component().isEmpty() && Component.find(filter.component()).isEmpty()) {
            throw AtelierException.invalid("component", "must be one of " + Component.CODES);
        }
        String after = page.after();
        String[] position = after == null ? new String[] {"", "", ""} : position(after);
        List<Price> prices = database.list(
                """
                SELECT DISTINCT ON (instance_type, component, region) p.*, b.name AS book
                FROM price p JOIN price_book b ON b.id = p.price_book_id
                WHERE valid_from <= ?
                  AND (instance_type, component, region) > (?, ?, ?)
                  AND ? IN ('', instance_type) AND ? IN ('', component) AND ? IN ('', region)
                ORDER BY instance_type, component, region, valid_from DESC
                LIMIT ?
                """,
                PriceBooks::price,
                at,
                position[0],
                position[1],
                position[2],
                filter.instanceType(),
                filter.component(),
                filter.region(),
                page.limit());
        return Page.of(prices, page, price -> position(price.key()));
    }

    /** The instance types with a price and at least so much of everything, by currency, price, and name. */
    public List<PricedType> types(
            Component component, String region, int vcpu, BigDecimal memoryGib, int gpu, Instant at, int limit) {
        return database.list(
                """
                SELECT * FROM (
                    SELECT DISTINCT ON (instance_type) p.*, b.name AS book, s.vcpu, s.memory_gib, s.gpu
                    FROM price p JOIN price_book b ON b.id = p.price_book_id JOIN instance_spec s USING (instance_type)
                    WHERE valid_from <= ? AND component = ? AND region = ? AND vcpu >= ? AND memory_gib >= ? AND gpu >= ?
                    ORDER BY instance_type, valid_from DESC) AS types
                ORDER BY currency, per_hour, instance_type LIMIT ?
                """,
                row -> new PricedType(PriceBookTable.spec(row), price(row)),
                at,
                component.code(),
                region,
                vcpu,
                memoryGib,
                gpu,
                limit);
    }

    /**
     * Imports a book and puts it in force, unless the newest import of its name had the same content. A key without a
     * price gets one from {@link #FIRST_VALID_FROM} on, a key whose figure changed from now on; what is not in the book
     * stays.
     *
     * @return how many prices were added
     */
    @Transactional
    public int importBook(PriceBook book, Instant now) {
        books.lock();
        if (books.newest(book.name())
                .filter(version -> version.sha256().equals(book.sha256()))
                .isPresent()) {
            return 0;
        }
        long id = books.insert(
                book.name(),
                BookFormat.CSV,
                book.sha256(),
                "system",
                now,
                new ParsedBook("", book.entries(), List.of(), List.of()));
        return books.activate(id, now, false).total();
    }

    static String position(PriceKey key) {
        return String.join(
                String.valueOf(SEPARATOR), key.instanceType(), key.component().code(), key.region());
    }

    static String[] position(String after) {
        String[] position = after.split(String.valueOf(SEPARATOR), -1);
        return position.length == 3 ? position : new String[] {after, "", ""};
    }

    private static Price price(Row row) throws SQLException {
        return new Price(
                new PriceKey(
                        row.text("instance_type"),
                        Component.find(row.text("component")).orElseThrow(),
                        row.text("region")),
                row.decimalOrNull("per_hour"),
                row.text("currency"),
                row.time("valid_from"),
                row.flag("estimated"),
                row.text("source"),
                row.text("book"));
    }
}
