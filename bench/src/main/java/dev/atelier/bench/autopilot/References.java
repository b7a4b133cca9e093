package dev.atelier.bench.autopilot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Published scores, in the sign of our measures. */
final class References {

    /** AutoGluon 1.0 with its preset "best quality" and five minutes, on a machine and folds that the collection does not name. */
    static final String AUTOGLUON = "AG1.0_bq_5m";

    private static final String RESOURCE = "reference_scores.csv";

    /** Our names for its tasks where they differ. */
    private static final Map<String, String> TASKS =
            Map.of("bank_marketing", "bank-marketing", "sagemaker_churn", "churn");

    /** Sets of which it is not known that the task of the reference has the same rows. */
    private static final Set<String> OTHER_ROWS = Set.of("sagemaker_churn");

    private final Map<String, Map<String, String>> scores = new HashMap<>();

    References() throws IOException {
        try (InputStream in = References.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
            CsvRecords records = CsvRecords.parse(text);
            for (List<String> record : records.values()) {
                Map<String, String> byName = new HashMap<>();
                for (int i = 0; i < record.size(); i++) {
                    byName.put(records.header().get(i), record.get(i));
                }
                scores.put(record.getFirst(), byName);
            }
        }
    }

    OptionalDouble score(DataSet set, String framework) {
        Map<String, String> task = scores.get(TASKS.getOrDefault(set.name(), set.name()));
        if (task == null || !task.containsKey(framework)) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(task.get(framework).replaceAll("\\(.*", ""));
        return OptionalDouble.of(set.measure().higherIsBetter() ? value : -value);
    }

    boolean sameRows(DataSet set) {
        return !OTHER_ROWS.contains(set.name());
    }
}
