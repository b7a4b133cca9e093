package dev.atelier.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.error.AtelierException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeriodTest {
    @Test
    void daysHave23And25HoursWhereDaylightSavingBeginsAndEnds() {
        assertThat(hours("day", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-30T22:00:00Z"))
                .containsExactly("2026-03-29 23", "2026-03-30 24");
        assertThat(hours("day", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-26T23:00:00Z"))
                .containsExactly("2026-10-25 25", "2026-10-26 24");
    }

    @Test
    void monthsEndWhereTheyEndLeapYearsToo() {
        assertThat(hours("month", "UTC", "2028-01-31T00:00:00Z", "2028-03-02T00:00:00Z"))
                .containsExactly("2028-01 24", "2028-02 696", "2028-03 24");
    }

    @Test
    void hoursBeginWithTheHourOfTheZoneAndTheRepeatedOneIsToldApart() {
        assertThat(hours("hour", "Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T00:30:00Z"))
                .as("the hour changes a quarter past in UTC")
                .containsExactly("2025-12-31T23:15:00Z 0", "2026-01-01T00:15:00Z 0");
        assertThat(hours("hour", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"))
                .containsExactly("2026-10-25T00:00:00Z 1", "2026-10-25T01:00:00Z 1");
    }

    @Test
    void anHourEndsWhereTheClockIsPutBackByHalfAnHour() {
        assertThat(Period.of("hour", "Australia/Lord_Howe")
                        .cut(Instant.parse("2026-04-04T14:00:00Z"), Instant.parse("2026-04-04T15:45:00Z")))
                .extracting(bucket -> bucket.name() + " " + Duration.between(bucket.start(), bucket.end()))
                .containsExactly(
                        "2026-04-04T14:00:00Z PT1H", "2026-04-04T15:00:00Z PT30M", "2026-04-04T15:30:00Z PT15M");
    }

    @Test
    void refusesWhatIsNoPeriodOrGivesTooMany() {
        assertThatThrownBy(() -> Period.of("week", "")).isInstanceOf(AtelierException.class);
        assertThatThrownBy(() -> Period.of("day", "Mars/Olympus")).isInstanceOf(AtelierException.class);
        assertThatThrownBy(() -> Period.of("hour", "")
                        .cut(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z")))
                .isInstanceOf(AtelierException.class);
    }

    @Test
    void aWindowTakesWholeDaysAtOnePriceFromTheSumsAndTheRestPieceByPiece() {
        Instant start = Instant.parse("2026-03-01T06:00:00Z");
        Instant change = Instant.parse("2026-03-04T12:00:00Z");
        Instant atMidnight = Instant.parse("2026-03-06T00:00:00Z");
        Instant end = Instant.parse("2026-03-08T01:00:00Z");
        CostWindow window = CostWindow.of(List.of(new Period.Bucket("", start, end)), true, Set.of(change, atMidnight));
        assertThat(window.days().stream().map(day -> day.day().getDayOfMonth() + ":" + day.run()))
                .containsExactly("2:0", "3:0", "5:1", "6:2", "7:2");
        assertThat(window.edges())
                .containsExactly(
                        piece("2026-03-01T06:00:00Z", "2026-03-02T00:00:00Z"),
                        piece("2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z"),
                        piece("2026-03-08T00:00:00Z", "2026-03-08T01:00:00Z"));
    }

    @Test
    void aWindowTakesWholeMonthsAtOnePriceFromTheSumsByMonth() {
        Instant start = Instant.parse("2028-01-30T00:00:00Z");
        Instant change = Instant.parse("2028-03-20T00:00:00Z");
        Instant end = Instant.parse("2028-05-02T00:00:00Z");
        CostWindow window = CostWindow.of(List.of(new Period.Bucket("", start, end)), true, Set.of(change));
        assertThat(window.months().stream().map(month -> month.day() + ":" + month.run()))
                .containsExactly("2028-02-01:0", "2028-04-01:1");
        assertThat(window.days()).hasSize(2 + 31 + 1);
        assertThat(window.edges()).isEmpty();
    }

    private static CostWindow.Piece piece(String start, String end) {
        return new CostWindow.Piece(Instant.parse(start), Instant.parse(end), 0);
    }

    private static List<String> hours(String unit, String zone, String start, String end) {
        return Period.of(unit, zone).cut(Instant.parse(start), Instant.parse(end)).stream()
                .map(bucket -> bucket.name() + " "
                        + Duration.between(bucket.start(), bucket.end()).toHours())
                .toList();
    }
}
