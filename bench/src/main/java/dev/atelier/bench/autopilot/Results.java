package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All scores of a run; kept as JSON after each, so that an interrupted run is not lost. */
final class Results {

    /**
     * One contender on one fold.
     *
     * @param score null when it failed, with the reason
     */
    record Line(
            String set,
            String metric,
            int fold,
            String contender,
            @org.jspecify.annotations.Nullable Double score,
            double seconds,
            @org.jspecify.annotations.Nullable String failure) {}

    private final Path file;
    private final Map<String, Object> terms;
    private final List<Line> lines = new ArrayList<>();

    Results(Path file, Map<String, Object> terms) {
        this.file = file;
        this.terms = terms;
    }

    void add(Line line) throws IOException {
        lines.add(line);
        Map<String, Object> document = new LinkedHashMap<>(terms);
        document.put("results", lines);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), document);
    }

    /** The mean over the folds on which it succeeded. */
    OptionalDouble mean(DataSet set, String contender) {
        return lines.stream()
                .filter(line ->
                        line.set().equals(set.name()) && line.contender().equals(contender))
                .filter(line -> line.score() != null)
                .mapToDouble(Line::score)
                .average();
    }

    /** The longest time of a contender. */
    OptionalDouble longest(String contender) {
        return lines.stream()
                .filter(line -> line.contender().equals(contender))
                .mapToDouble(Line::seconds)
                .max();
    }

    Path file() {
        return file;
    }
}
