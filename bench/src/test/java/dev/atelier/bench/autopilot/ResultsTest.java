package dev.atelier.bench.autopilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.bench.Figures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final Terms TERMS = new Terms(300, 2, 1, 6144);

    @TempDir
    Path directory;

    @Test
    void whatWasMeasuredIsThereInTheNextRunUnderTheSameTerms() throws IOException {
        Results first = Results.open(directory, TERMS);
        first.add(measurement("car", 0, "atelier", 0.25));
        first.add(measurement("car", 1, "atelier", null));

        Results next = Results.open(directory, TERMS);

        assertThat(next.has("car", 0, "atelier")).isTrue();
        assertThat(next.has("car", 1, "atelier"))
                .as("what failed is tried again")
                .isFalse();
        assertThat(next.has("car", 0, "flaml")).isFalse();
        assertThat(next.of("atelier")).isEqualTo(first.of("atelier"));
        assertThat(Results.open(directory, new Terms(60, 2, 1, 6144)).of("atelier"))
                .isEmpty();
    }

    @Test
    void aRatioIsOverTheFoldsThatBothHave() throws IOException {
        Results results = Results.open(directory, TERMS);
        results.add(measurement("car", 0, "atelier", 0.1));
        results.add(measurement("car", 1, "atelier", 0.3));
        results.add(measurement("car", 1, "flaml", 0.6));
        results.add(measurement("car", 2, "flaml", 0.9));

        assertThat(results.common("car", "atelier", "flaml")).containsExactly(1);
        assertThat(results.mean("car", "atelier", List.of(0, 1)).orElseThrow()).isEqualTo(0.2, within(1e-12));
        assertThat(printed(results))
                .contains("0.20000 (2)")
                .contains("0.500")
                .contains("at or above flaml: 1 of 1 sets (aim: three quarters)")
                .contains("abcdef1234")
                .contains("slowest p99 of one row (lightgbm)")
                .contains("9.500 ms")
                .contains("2026-03-01T00:00:00Z");
    }

    @Test
    void aProgramsMemoryAndProcessorsAreSeen() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Usage usage = Programs.run(
                        List.of(java, "-Xshare:auto", "-XshowSettings:all", "-version"),
                        Map.of(),
                        directory.resolve("log"),
                        60)
                .orElse(new Usage(1, 0, 0));

        assertThat(usage.peakMegabytes()).isBetween(1L, 2000L);
        assertThat(usage.ownCores()).isBetween(0.0, 64.0);
        assertThat(usage.otherCores()).isNotNegative();
    }

    private String printed(Results results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataSet car = new DataSet("car", Path.of("car.csv"), "class", "MulticlassClassification", 1728);
        new Report(new Figures(new PrintStream(out, true, StandardCharsets.UTF_8)), new References(), results, TERMS, 5)
                .print(List.of(car));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Measurement measurement(String set, int fold, String method, @Nullable Double score) {
        return new Measurement(
                TERMS,
                set,
                "LogLoss",
                fold,
                5,
                method,
                "abcdef1234",
                "2026-03-01T00:00:00Z",
                score,
                300,
                new Usage(900, 1.9, 0.01),
                SingleRow.of("lightgbm", new long[] {1_000_000, 2_000_000, 9_500_000}),
                null,
                score == null ? "why" : null);
    }
}
