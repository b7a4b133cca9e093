package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Calendar periods of a time zone. A day has 23 or 25 hours where daylight saving begins or ends.
 *
 * @param zone where days and months begin
 */
public record Period(Unit unit, ZoneId zone) {
    /** How long a period is. */
    public enum Unit {
        HOUR,
        DAY,
        MONTH
    }

    /** The most periods of one answer. */
    static final int MAX_PERIODS = 3_000;

    /**
     * A part of a question's time that lies in one period.
     *
     * @param name the period's: "2026-03", "2026-03-01", or the time at which the hour begins
     */
    record Bucket(String name, Instant start, Instant end) {}

    /**
     * Reads a period as callers write it.
     *
     * @param unit hour, day or month
     * @param zone for example "Europe/Berlin"; UTC when it is empty
     * @throws AtelierException {@code VALIDATION}
     */
    public static Period of(String unit, String zone) {
        Unit known = switch (unit) {
            case "hour" -> Unit.HOUR;
            case "day" -> Unit.DAY;
            case "month" -> Unit.MONTH;
            default -> throw AtelierException.invalid("period", "must be one of hour, day, month");
        };
        try {
            return new Period(known, ZoneId.of(zone.isEmpty() ? "UTC" : zone));
        } catch (DateTimeException _) {
            throw AtelierException.invalid("timeZone", "is not a time zone like Europe/Berlin");
        }
    }

    /** The name in REST. */
    public String code() {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Cuts a time where a period begins.
     *
     * @throws AtelierException {@code VALIDATION} when there are too many periods
     */
    List<Bucket> cut(Instant start, Instant end) {
        List<Bucket> buckets = new ArrayList<>();
        Instant from = start;
        while (from.isBefore(end)) {
            if (buckets.size() == MAX_PERIODS) {
                throw AtelierException.invalid(
                        "period", "gives more than " + MAX_PERIODS + " periods: ask for less time");
            }
            ZonedDateTime local = from.atZone(zone);
            Instant next = next(local);
            Instant to = next.isBefore(end) ? next : end;
            buckets.add(new Bucket(name(local), from, to));
            from = to;
        }
        return buckets;
    }

    private Instant next(ZonedDateTime local) {
        return switch (unit) {
            case HOUR -> {
                Instant next = struck(local).plus(Duration.ofHours(1));
                ZoneOffsetTransition jump = zone.getRules().nextTransition(local.toInstant());
                yield jump != null && jump.getInstant().isBefore(next) ? jump.getInstant() : next;
            }
            case DAY -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH ->
                YearMonth.from(local).plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        };
    }

    private String name(ZonedDateTime local) {
        return switch (unit) {
            case HOUR -> {
                Instant struck = struck(local);
                ZoneOffsetTransition jump =
                        zone.getRules().previousTransition(local.toInstant().plusNanos(1));
                yield (jump != null && jump.getInstant().isAfter(struck) ? jump.getInstant() : struck).toString();
            }
            case DAY -> LocalDate.from(local).toString();
            case MONTH -> YearMonth.from(local).toString();
        };
    }

    /** When the clock struck the hour; a zone may put it forward or back within one. */
    private static Instant struck(ZonedDateTime local) {
        return local.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS).toInstant();
    }
}
