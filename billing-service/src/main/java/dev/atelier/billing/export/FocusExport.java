package dev.atelier.billing.export;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.BillingConfig;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.report.CostFilter;
import dev.atelier.billing.report.CostQuery;
import dev.atelier.billing.report.CostReports;
import dev.atelier.platform.config.Installation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Exports the ledger as FOCUS 1.2, of any size: rows are read from a cursor and handed on as they come. For viewers and
 * administrators.
 */
@ApplicationScoped
public class FocusExport {
    private static final Duration LONGEST = Duration.ofHours(6);

    private final FocusCharges charges;
    private final CostReports reports;
    private final String installation;
    private final Clock clock;
    private final int maxParallel;
    private final Semaphore free;

    FocusExport(
            FocusCharges charges, CostReports reports, Installation installation, BillingConfig config, Clock clock) {
        this.charges = charges;
        this.reports = reports;
        this.installation = installation.id();
        this.maxParallel = config.exports().maxParallel();
        this.free = new Semaphore(maxParallel);
        this.clock = clock;
    }

    /** A time that was checked: all of its usage has a price. */
    public record Request(Instant start, Instant end, List<Amount> totals) {
        public Request {
            totals = List.copyOf(totals);
        }
    }

    /**
     * Checks what is asked for, before anything is written.
     *
     * @param start null: the beginning of this month, UTC
     * @param end null, or in the future: now
     * @throws AtelierException {@code PERMISSION_DENIED}, {@code VALIDATION}, or {@code UNKNOWN_PRICE}
     */
    public Request request(Caller caller, @Nullable Instant start, @Nullable Instant end) {
        caller.requireViewer();
        Instant now = Micros.truncate(clock.instant());
        Instant until = end == null || end.isAfter(now) ? now : Micros.truncate(end);
        Instant from = start == null
                ? until.atZone(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.DAYS)
                        .withDayOfMonth(1)
                        .toInstant()
                : Micros.truncate(start);
        if (!from.isBefore(until)) {
            throw AtelierException.invalid("start", "must be before the end, " + until);
        }
        return new Request(
                from,
                until,
                reports.costs(new CostQuery(from, until, List.of(), CostFilter.ALL), caller)
                        .costs()
                        .totals());
    }

    /**
     * Hands on the lines of the CSV file, each with its line break.
     *
     * @throws AtelierException {@code RESOURCE_LIMIT_EXCEEDED}, before the first line, when too many exports run
     */
    public void write(Request request, Consumer<String> lines) {
        inTurn(() -> {
            lines.accept(FocusCsv.header());
            each(request, row -> lines.accept(FocusCsv.line(row)));
        });
    }

    /**
     * Checks the export of a time against the rules of FOCUS, and its sum against the ledger.
     *
     * @throws AtelierException {@code RESOURCE_LIMIT_EXCEEDED} when too many exports run
     */
    public FocusValidation validate(Request request) {
        List<FocusColumn> columns = Arrays.asList(FocusColumn.values());
        FocusValidator validator =
                new FocusValidator(columns.stream().map(FocusColumn::title).toList());
        inTurn(() -> each(
                request,
                row -> validator.row(columns.stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList())));
        return validator.result(request.totals());
    }

    private void inTurn(Runnable export) {
        if (!free.tryAcquire()) {
            throw new AtelierException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "At most %d exports may run at once; try again when one has ended.".formatted(maxParallel));
        }
        try {
            export.run();
        } finally {
            free.release();
        }
    }

    private void each(Request request, Consumer<Map<FocusColumn, String>> action) {
        FocusRows rows = new FocusRows(installation);
        QuarkusTransaction.requiringNew()
                .timeout((int) LONGEST.toSeconds())
                .run(() -> charges.each(request.start(), request.end(), charge -> action.accept(rows.row(charge))));
    }
}
