package dev.atelier.billing.estimate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Usage that comes again every week, over some days.
 *
 * @param zone whose clock counts, with its daylight saving
 * @param from the first day
 * @param until the day after the last one
 */
public record WeeklySchedule(List<WeeklyWindow> windows, ZoneId zone, LocalDate from, LocalDate until) {
    public WeeklySchedule {
        windows = List.copyOf(windows);
    }

    /** How long it is altogether; where windows overlap, once. */
    public Duration duration() {
        Instant start = from.atStartOfDay(zone).toInstant();
        Instant end = until.atStartOfDay(zone).toInstant();
        List<Span> spans = new ArrayList<>();
        for (LocalDate day = from.minusDays(1); day.isBefore(until); day = day.plusDays(1)) {
            for (WeeklyWindow window : windows) {
                if (window.days().contains(day.getDayOfWeek())) {
                    spans.add(window.on(day, zone));
                }
            }
        }
        spans.sort(Comparator.comparing(Span::start));
        Duration sum = Duration.ZERO;
        Instant done = start;
        for (Span span : spans) {
            Instant first = span.start().isAfter(done) ? span.start() : done;
            Instant last = span.end().isBefore(end) ? span.end() : end;
            if (first.isBefore(last)) {
                sum = sum.plus(Duration.between(first, last));
                done = last;
            }
        }
        return sum;
    }
}
