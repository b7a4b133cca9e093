package dev.atelier.billing.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeeklyScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon-Fri 09:00-18:00             | 2026-03-01 | 2026-04-01 | PT198H",
                "Sun 01:00-04:00                 | 2026-03-29 | 2026-03-30 | PT2H",
                "Sun 01:00-04:00                 | 2026-10-25 | 2026-10-26 | PT4H",
                "Daily 00:00-24:00               | 2026-03-01 | 2026-04-01 | PT743H",
                "Daily 00:00-24:00               | 2024-02-01 | 2024-03-01 | PT696H",
                "Sat 22:00-06:00                 | 2026-02-07 | 2026-02-08 | PT2H",
                "Sat 22:00-06:00                 | 2026-02-08 | 2026-02-09 | PT6H",
                "Mon 08:00-08:00                 | 2026-02-02 | 2026-02-09 | PT24H",
                "Mon 08:00-12:00;Mon 10:00-14:00 | 2026-02-02 | 2026-02-09 | PT6H",
                "Fri-Mon 10:00-11:00             | 2026-02-02 | 2026-02-09 | PT4H",
            })
    void hoursAreThoseOfTheClock(String windows, LocalDate from, LocalDate until, Duration hours) {
        List<WeeklyWindow> parsed = Stream.of(windows.split(";", -1))
                .map(window -> WeeklyWindow.parse(window).orElseThrow())
                .toList();
        assertThat(new WeeklySchedule(parsed, BERLIN, from, until).duration()).isEqualTo(hours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mon",
                "09:00-18:00",
                "Mon 9:00-18:00",
                "Mon 09:00-25:00",
                "Mon 24:00-08:00",
                "Mon-Tue-Wed 09:00-18:00",
                "Mon, 09:00-18:00",
                "Foo 09:00-18:00",
                "Mon 09:00-18:00 UTC"
            })
    void otherTextsAreNoWindow(String text) {
        assertThat(WeeklyWindow.parse(text)).isEmpty();
    }

    /** Against a calculator that looks at every minute. */
    @Test
    void anyScheduleIsAsLongAsItsMinutes() {
        Random random = new Random(20260301);
        for (int round = 0; round < 60; round++) {
            ZoneId zone = ZoneId.of(List.of("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
                    .get(random.nextInt(4)));
            LocalDate from = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(365));
            LocalDate until = from.plusDays(1 + random.nextInt(12));
            List<WeeklyWindow> windows = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(_ -> new WeeklyWindow(
                            days(random),
                            LocalTime.ofSecondOfDay(random.nextInt(24 * 60) * 60L),
                            LocalTime.ofSecondOfDay(random.nextInt(24 * 60) * 60L)))
                    .toList();
            assertThat(new WeeklySchedule(windows, zone, from, until).duration())
                    .as("%s in %s, %s to %s", windows, zone, from, until)
                    .isEqualTo(slow(windows, zone, from, until));
        }
    }

    private static Set<DayOfWeek> days(Random random) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int i = 0; i < 2; i++) {
            days.add(DayOfWeek.of(1 + random.nextInt(7)));
        }
        return days;
    }

    private static Duration slow(List<WeeklyWindow> windows, ZoneId zone, LocalDate from, LocalDate until) {
        long minutes = 0;
        ZonedDateTime end = until.atStartOfDay(zone);
        for (ZonedDateTime at = from.atStartOfDay(zone); at.isBefore(end); at = at.plusMinutes(1)) {
            ZonedDateTime moment = at;
            boolean in = windows.stream()
                    .anyMatch(window -> Stream.of(
                                    moment.toLocalDate(), moment.toLocalDate().minusDays(1))
                            .filter(day -> window.days().contains(day.getDayOfWeek()))
                            .anyMatch(day -> within(window, day, moment)));
            minutes += in ? 1 : 0;
        }
        return Duration.ofMinutes(minutes);
    }

    private static boolean within(WeeklyWindow window, LocalDate day, ZonedDateTime moment) {
        LocalDate last = window.end().isAfter(window.start()) ? day : day.plusDays(1);
        return !moment.isBefore(ZonedDateTime.of(day, window.start(), moment.getZone()))
                && moment.isBefore(ZonedDateTime.of(last, window.end(), moment.getZone()));
    }
}
