package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a monitor looks at; the labels are SageMaker's. */
public enum MonitoringType {
    /** Types, completeness, values and drift of what the endpoint is asked. */
    DATA_QUALITY("DataQuality"),
    /** How good its predictions are, on tables with outcomes. */
    MODEL_QUALITY("ModelQuality");

    private final String label;

    MonitoringType(String label) {
        this.label = label;
    }

    /** The name on the wire. */
    public String label() {
        return label;
    }

    /**
     * The type with a label.
     *
     * @throws AtelierException VALIDATION
     */
    public static MonitoringType ofLabel(@Nullable String label) {
        List<String> labels = Stream.of(values()).map(MonitoringType::label).toList();
        return Stream.of(values())
                .filter(type -> type.label.equals(label))
                .findFirst()
                .orElseThrow(() -> AtelierException.invalid("monitoringType", "must be one of " + labels));
    }
}
