package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.InputColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;

/** Rows that nobody sent, scored before a server says that it is ready: the first callers do not wait until the virtual machine has compiled what they need. */
final class WarmUp {

    /** Scores a body of one row. */
    @FunctionalInterface
    interface Scoring {

        void score(byte[] body) throws IOException;
    }

    private static final int FIRST = 10;
    private static final int ROWS = 1_000;
    private static final Duration MOST = Duration.ofMillis(1_500);
    private static final int WORDS = 100;
    private static final double SPREAD = 100;

    private final ModelManifest manifest;
    private final Random random = new Random(1);

    WarmUp(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /** Scores row after row, until there are enough or it has taken long enough, not counted the first few, for which models make ready. */
    void run(Scoring scoring) throws IOException {
        for (int row = 0; row < FIRST; row++) {
            scoring.score(body().getBytes(StandardCharsets.UTF_8));
        }
        long start = System.nanoTime();
        for (int row = 0; row < ROWS && System.nanoTime() - start < MOST.toNanos(); row++) {
            scoring.score(body().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A header and a row of values of the columns' types. */
    private String body() {
        String header = PredictionWriter.line(
                manifest.columns().stream().map(InputColumn::name).toList());
        String row = manifest.columns().stream().map(this::value).collect(Collectors.joining(","));
        return header + "\n" + row + "\n";
    }

    private String value(InputColumn column) {
        return switch (column.type()) {
            case NUMERIC -> Double.toString(SPREAD * random.nextGaussian());
            case DATE -> "NA";
            case CATEGORICAL, BOOLEAN, TEXT, IDENTIFIER -> "word" + random.nextInt(WORDS);
        };
    }
}
