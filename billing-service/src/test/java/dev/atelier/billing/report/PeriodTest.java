package dev.atelier.billing.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.error.AtelierException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeriodTest {
    private static final String LATER = "2030-01-01T00:00:00Z";

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
    void aWindowTakesDaysAtOnePriceFromTheSumsAndTheRestPieceByPiece() {
        CostWindow window = window(
                KnownSums.DAYS,
                "2026-03-01T06:00:00Z",
                "2026-03-08T01:00:00Z",
                LATER,
                "2026-03-04T12:00:00Z",
                "2026-03-06T00:00:00Z");
        assertThat(days(window.added())).containsExactly("1:0", "2:0", "3:0", "5:1", "6:2", "7:2");
        assertThat(window.added().pieces())
                .containsExactly(
                        piece("2026-03-04T00:00:00Z", "2026-03-04T12:00:00Z", 0),
                        piece("2026-03-04T12:00:00Z", "2026-03-05T00:00:00Z", 1),
                        piece("2026-03-08T00:00:00Z", "2026-03-08T01:00:00Z", 2));
        assertThat(days(window.taken())).isEmpty();
        assertThat(window.taken().pieces()).containsExactly(piece("2026-03-01T00:00:00Z", "2026-03-01T06:00:00Z", 0));
    }

    @Test
    void aWindowTakesPartsOfDaysFromTheSumsByQuarterWhereThoseAreKnown() {
        CostWindow window = window(
                KnownSums.QUARTERS, "2026-03-01T05:50:00Z", "2026-03-02T18:15:00Z", LATER, "2026-03-02T10:00:01Z");
        assertThat(days(window.added())).isEmpty();
        assertThat(window.added().quarters().stream()
                        .map(part -> "%s %d-%d:%d".formatted(part.day(), part.from(), part.to(), part.run())))
                .containsExactly("2026-03-01 24-96:0", "2026-03-02 0-40:0", "2026-03-02 41-73:1");
        assertThat(window.added().pieces())
                .containsExactly(
                        piece("2026-03-01T05:50:00Z", "2026-03-01T06:00:00Z", 0),
                        piece("2026-03-02T10:00:00Z", "2026-03-02T10:00:01Z", 0),
                        piece("2026-03-02T10:00:01Z", "2026-03-02T10:15:00Z", 1));
    }

    @Test
    void aWindowTakesMonthsAtOnePriceFromTheSumsByMonth() {
        CostWindow window =
                window(KnownSums.DAYS, "2028-01-30T00:00:00Z", "2028-05-02T00:00:00Z", LATER, "2028-03-10T00:00:00Z");
        assertThat(window.added().months().stream().map(month -> month.day() + ":" + month.run()))
                .containsExactly("2028-02-01:0", "2028-03-01:1", "2028-04-01:1");
        assertThat(window.added().days()).hasSize(2 + 9 + 1);
        assertThat(window.taken().days()).hasSize(9);
        assertThat(window.added().pieces()).isEmpty();
        assertThat(window.taken().pieces()).isEmpty();
    }

    @Test
    void aMonthUntilNowIsTheMonthLessWhatIsToCome() {
        String now = "2026-03-03T09:00:00Z";
        CostWindow window = window(KnownSums.DAYS, "2026-03-01T00:00:00Z", now, now);
        assertThat(window.added().months()).containsExactly(new CostWindow.Day(LocalDate.parse("2026-03-01"), 0));
        assertThat(window.added().days()).isEmpty();
        assertThat(window.added().pieces()).isEmpty();
        assertThat(days(window.taken())).hasSize(28);
        assertThat(window.taken().pieces()).containsExactly(piece(now, "2026-03-04T00:00:00Z", 0));
        assertThat(window.until(Instant.parse(now))).containsExactly(piece("2026-03-01T00:00:00Z", now, 0));
    }

    @Test
    void manyPiecesAreReadInAsFewStretchesAsCanBeWithoutAnOverlap() {
        List<CostWindow.Piece> pieces = new ArrayList<>();
        for (int day = 10; day < 22; day++) {
            pieces.add(piece("2026-03-%dT01:00:00Z".formatted(day), "2026-03-%dT02:00:00Z".formatted(day), 0));
        }
        assertThat(CostWindow.stretches(pieces.subList(0, 3))).hasSize(3);
        assertThat(CostWindow.stretches(pieces)).containsExactly(pieces);
        CostWindow.Piece other = piece("2026-03-10T01:30:00Z", "2026-03-10T03:00:00Z", 1);
        pieces.add(other);
        assertThat(CostWindow.stretches(pieces)).hasSize(2).contains(List.of(other));
    }

    private static CostWindow window(KnownSums sums, String start, String end, String now, String... changes) {
        return CostWindow.of(
                List.of(new Period.Bucket("", Instant.parse(start), Instant.parse(end))),
                sums,
                Stream.of(changes).map(Instant::parse).collect(Collectors.toSet()),
                Instant.parse(now));
    }

    private static List<String> days(TimeCover cover) {
        return cover.days().stream()
                .map(day -> day.day().getDayOfMonth() + ":" + day.run())
                .toList();
    }

    private static CostWindow.Piece piece(String start, String end, int run) {
        return new CostWindow.Piece(Instant.parse(start), Instant.parse(end), run);
    }

    private static List<String> hours(String unit, String zone, String start, String end) {
        return Period.of(unit, zone).cut(Instant.parse(start), Instant.parse(end)).stream()
                .map(bucket -> bucket.name() + " "
                        + Duration.between(bucket.start(), bucket.end()).toHours())
                .toList();
    }
}
