package dev.atelier.billing.estimate;

import dev.atelier.api.error.FieldViolation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A weekly schedule as a caller gave it, not yet checked.
 *
 * @param windows texts of {@link WeeklyWindow#FORMAT}
 * @param timeZone empty: UTC
 * @param from empty: today
 * @param until empty: a month after the first day
 */
public record ScheduleDraft(List<String> windows, String timeZone, String from, String until) {
    private static final int MAX_WINDOWS = 50;
    private static final int MAX_DAYS = 366;

    public ScheduleDraft {
        windows = List.copyOf(windows);
    }

    /**
     * Checks it.
     *
     * @param prefix of the fields that are named
     * @return nothing when something is wrong, which is among the violations then
     */
    Optional<WeeklySchedule> check(String prefix, Instant now, List<FieldViolation> violations) {
        int before = violations.size();
        List<WeeklyWindow> parsed = new ArrayList<>();
        if (windows.isEmpty() || windows.size() > MAX_WINDOWS) {
            violations.add(new FieldViolation(prefix + "windows", "must be between 1 and " + MAX_WINDOWS));
        }
        for (int i = 0; i < Math.min(windows.size(), MAX_WINDOWS); i++) {
            int index = i;
            WeeklyWindow.parse(windows.get(i))
                    .ifPresentOrElse(
                            parsed::add,
                            () -> violations.add(new FieldViolation(
                                    prefix + "windows[" + index + "]", "must be " + WeeklyWindow.FORMAT)));
        }
        ZoneId zone;
        try {
            zone = ZoneId.of(timeZone.isEmpty() ? "UTC" : timeZone);
        } catch (DateTimeException _) {
            violations.add(new FieldViolation(prefix + "timeZone", "is not a time zone like Europe/Berlin"));
            return Optional.empty();
        }
        LocalDate first = date(prefix + "from", from, LocalDate.ofInstant(now, zone), violations);
        LocalDate end = date(prefix + "until", until, first.plusMonths(1), violations);
        if (violations.size() == before && (!end.isAfter(first) || end.isAfter(first.plusDays(MAX_DAYS)))) {
            violations.add(new FieldViolation(
                    prefix + "until", "must be after the first day, at most %d days".formatted(MAX_DAYS)));
        }
        return violations.size() > before
                ? Optional.empty()
                : Optional.of(new WeeklySchedule(parsed, zone, first, end));
    }

    private static LocalDate date(String field, String text, LocalDate none, List<FieldViolation> violations) {
        if (text.isEmpty()) {
            return none;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 2000 && date.getYear() < 2200) {
                return date;
            }
        } catch (DateTimeException _) {
            // said below
        }
        violations.add(new FieldViolation(field, "must be a date like 2026-03-01"));
        return none;
    }
}
