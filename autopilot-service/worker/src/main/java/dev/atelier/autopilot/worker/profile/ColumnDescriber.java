package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.profile.Profile.ClassCount;
import dev.atelier.autopilot.worker.profile.Profile.ColumnProfile;
import dev.atelier.autopilot.worker.profile.Profile.NumberStatistics;
import dev.atelier.autopilot.worker.profile.Profile.Role;
import dev.atelier.autopilot.worker.profile.Profile.TargetProfile;
import dev.atelier.autopilot.worker.profile.Profile.ValueCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the profile's columns. */
final class ColumnDescriber {

    private static final int TOP = 10;
    private static final int MAX_LENGTH = 80;

    private final Map<String, ColumnSniffer> sniffers;

    ColumnDescriber(Map<String, ColumnSniffer> sniffers) {
        this.sniffers = sniffers;
    }

    ColumnProfile feature(InputColumn input, Column column, @Nullable String reason) {
        ColumnSniffer sniffer = Objects.requireNonNull(sniffers.get(input.name()));
        NumberStatistics statistics = column instanceof Column.Numbers numbers ? Statistics.of(numbers.values()) : null;
        Role role = reason == null ? Role.FEATURE : Role.DROPPED;
        return column(sniffer, input, role, reason, statistics);
    }

    ColumnProfile target(ColumnSniffer sniffer, ProblemType type, double[] values) {
        boolean regression = type == ProblemType.REGRESSION;
        ColumnType read = regression ? ColumnType.NUMERIC : ColumnType.CATEGORICAL;
        InputColumn input = new InputColumn(sniffer.name(), read, null, false);
        return column(sniffer, input, Role.TARGET, null, regression ? Statistics.of(values) : null);
    }

    private static ColumnProfile column(
            ColumnSniffer sniffer,
            InputColumn input,
            Role role,
            @Nullable String reason,
            @Nullable NumberStatistics statistics) {
        return new ColumnProfile(
                sniffer.name(),
                input.type(),
                input.dateFormat(),
                role,
                reason,
                sniffer.missing(),
                sniffer.distinct(),
                statistics == null ? null : statistics.minimum(),
                statistics == null ? null : statistics.maximum(),
                statistics == null ? null : statistics.mean(),
                statistics == null ? null : statistics.standardDeviation(),
                statistics == null ? List.of() : statistics.quantiles(),
                statistics == null ? List.of() : statistics.histogram(),
                statistics == null ? top(sniffer) : List.of(),
                input.words());
    }

    TargetProfile targetProfile(ColumnSniffer target, Map<String, Integer> sizes, double[] values) {
        List<ClassCount> counts = sizes.entrySet().stream()
                .map(entry -> new ClassCount(entry.getKey(), entry.getValue()))
                .toList();
        double largest = counts.stream().mapToLong(ClassCount::count).max().orElse(0);
        return new TargetProfile(
                target.name(),
                counts,
                counts.size() == 2 ? counts.getLast().label() : null,
                counts.isEmpty() ? null : largest / values.length,
                counts.isEmpty() ? Statistics.of(values) : null);
    }

    private static List<ValueCount> top(ColumnSniffer sniffer) {
        return sniffer.values().stream()
                .map(value -> new ValueCount(value, sniffer.count(value)))
                .sorted(Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value))
                .limit(TOP)
                .map(top -> new ValueCount(cut(top.value()), top.count()))
                .toList();
    }

    private static String cut(String value) {
        return value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH) + "…";
    }
}
