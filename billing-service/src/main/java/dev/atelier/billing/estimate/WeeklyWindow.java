package dev.atelier.billing.estimate;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A time of the week by the clock, for example {@code Mon-Fri 09:00-18:00}.
 *
 * @param days on which it begins
 * @param end when it is not after the start, it is on the next day
 */
record WeeklyWindow(Set<DayOfWeek> days, LocalTime start, LocalTime end) {
    /** How it is written, for a message. */
    static final String FORMAT = "like 'Mon-Fri 09:00-18:00', 'Sat,Sun 10:00-12:30' or 'Daily 22:00-06:00'";

    private static final Pattern TEXT = Pattern.compile("([A-Za-z,-]{3,40}) ([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})");
    private static final String MIDNIGHT = "24:00";

    WeeklyWindow {
        days = Set.copyOf(days);
    }

    /** Reads {@link #FORMAT}; nothing when it is something else. */
    static Optional<WeeklyWindow> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Set<DayOfWeek> days = days(matcher.group(1));
        try {
            String end = matcher.group(3);
            return days.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new WeeklyWindow(
                            days,
                            LocalTime.parse(matcher.group(2)),
                            end.equals(MIDNIGHT) ? LocalTime.MIDNIGHT : LocalTime.parse(end)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** When it is, if it begins on this day: as the clock of the zone shows it, with its daylight saving. */
    Span on(LocalDate day, ZoneId zone) {
        LocalDate last = end.isAfter(start) ? day : day.plusDays(1);
        return new Span(
                day.atTime(start).atZone(zone).toInstant(),
                last.atTime(end).atZone(zone).toInstant());
    }

    /** Empty when some of it is no day. */
    private static Set<DayOfWeek> days(String text) {
        if (text.equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            List<Optional<DayOfWeek>> ends =
                    Stream.of(part.split("-", -1)).map(WeeklyWindow::day).toList();
            if (ends.size() > 2 || ends.stream().anyMatch(Optional::isEmpty)) {
                return Set.of();
            }
            DayOfWeek last = ends.getLast().orElseThrow();
            DayOfWeek day = ends.getFirst().orElseThrow();
            for (; day != last; day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        }
        return days;
    }

    private static Optional<DayOfWeek> day(String name) {
        return Stream.of(DayOfWeek.values())
                .filter(day ->
                        day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).equalsIgnoreCase(name))
                .findFirst();
    }
}
