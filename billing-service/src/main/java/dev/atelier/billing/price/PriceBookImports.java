package dev.atelier.billing.price;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.price.book.BookFormat;
import dev.atelier.billing.price.book.BookReader;
import dev.atelier.billing.price.book.InstanceSpec;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What can be done with price books. Only administrators may; everybody with a token may look. */
@ApplicationScoped
public class PriceBookImports {
    private static final Logger LOG = Logger.getLogger(PriceBookImports.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final PriceBookTable books;
    private final Clock clock;

    PriceBookImports(PriceBookTable books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    /**
     * Reads a book and keeps it as a version. The content of the newest version of its name again makes no new one. It is
     * read whole before anything of it is kept, so that a broken book leaves all as it was.
     *
     * @param format a code of {@link BookFormat}
     * @param activate whether to put it in force at once
     * @throws AtelierException {@code PERMISSION_DENIED}, or {@code VALIDATION} that names the line and the reason
     */
    public BookVersion read(Caller caller, String name, String format, boolean activate, InputStream content) {
        caller.requireAdmin();
        if (!NAME.matcher(name).matches()) {
            throw AtelierException.invalid("name", "must be 1 to 63 of a-z, 0-9 and '-'");
        }
        BookFormat known = BookFormat.find(format)
                .orElseThrow(() -> AtelierException.invalid("format", "must be one of " + BookFormat.CODES));
        BookReader.Read read = BookReader.read(known, content, books.specs());
        return QuarkusTransaction.requiringNew().call(() -> keep(caller, name, known, activate, read));
    }

    /** What a book over the limit, in bytes, is refused with. */
    public static AtelierException tooLarge(long limit) {
        return new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE, "A price book may have at most %d bytes.".formatted(limit));
    }

    private BookVersion keep(Caller caller, String name, BookFormat format, boolean activate, BookReader.Read read) {
        books.lock();
        Instant now = Micros.truncate(clock.instant());
        BookVersion newest = books.newest(name).orElse(null);
        long id = newest != null && newest.sha256().equals(read.sha256())
                ? newest.id()
                : books.insert(name, format, read.sha256(), caller.subject(), now, read.book());
        if (activate) {
            activate(id, now, caller.subject());
        }
        return require(id);
    }

    /** The same for the book that comes with Atelier: it never replaces what another book says. */
    @Transactional
    Activation bundled(String name, InputStream content) {
        BookReader.Read read = BookReader.read(BookFormat.CSV, content, List.of());
        books.lock();
        boolean known = books.newest(name)
                .filter(newest -> newest.sha256().equals(read.sha256()))
                .isPresent();
        if (known) {
            books.describe(read.book().specs(), false);
            return new Activation(0, 0);
        }
        Instant now = Micros.truncate(clock.instant());
        return books.activate(books.insert(name, BookFormat.CSV, read.sha256(), "system", now, read.book()), now, true);
    }

    /**
     * Puts a version in force.
     *
     * @param from null: now; a moment in the past is refused, as the past is billed already
     * @throws AtelierException {@code PERMISSION_DENIED}, {@code RESOURCE_NOT_FOUND}, {@code VALIDATION}, or
     *     {@code CONFLICT} when prices of the same keys come into force later still
     */
    @Transactional
    public BookVersion activate(Caller caller, String id, @Nullable Instant from) {
        caller.requireAdmin();
        books.lock();
        BookVersion version = get(id);
        Instant now = Micros.truncate(clock.instant());
        if (from != null && from.isBefore(now)) {
            throw AtelierException.invalid(
                    "activeFrom", "must not be in the past: prices never change what was billed");
        }
        activate(version.id(), from == null ? now : Micros.truncate(from), caller.subject());
        return require(version.id());
    }

    private void activate(long id, Instant from, String by) {
        Activation activation = books.activate(id, from, false);
        LOG.infof(
                "event=price-book-activated book=%s from=%s added=%d changed=%d by=%s",
                id(id), from, activation.added(), activation.changed(), by);
    }

    /** All versions, the newest first. */
    public Page<BookVersion> list(String name, PageRequest page) {
        return books.list(name, page);
    }

    /** One version, or {@code RESOURCE_NOT_FOUND}. */
    public BookVersion get(String id) {
        try {
            if (id.startsWith("pb-")) {
                return books.find(Long.parseLong(id.substring(3)))
                        .orElseThrow(() -> AtelierException.notFound("price book", id));
            }
        } catch (NumberFormatException _) {
            // there is none
        }
        throw AtelierException.notFound("price book", id);
    }

    /**
     * How a version differs.
     *
     * @param against another version; empty: the prices in force now
     */
    public Page<PriceChange> diff(String id, String against, PageRequest page) {
        return books.diff(get(id).id(), against.isEmpty() ? null : get(against).id(), clock.instant(), page);
    }

    /** All instance types that any book described, by name. */
    public List<InstanceSpec> specs() {
        return books.specs();
    }

    /** The id of a version as the API shows it. */
    public static String id(long id) {
        return "pb-" + id;
    }

    private BookVersion require(long id) {
        return Objects.requireNonNull(books.find(id).orElse(null));
    }
}
