package dev.atelier.billing.estimate;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.price.Component;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an instance type must have, as a caller gave it, not yet checked. Texts are empty where nothing was given.
 *
 * @param vcpu 0: any
 * @param memoryGib a decimal; empty: any
 * @param gpu 0: any
 * @param component a code of {@link Component}
 * @param region empty: the region of this installation
 * @param instanceCount 0 means 1
 */
public record ComparisonDraft(
        int vcpu, String memoryGib, int gpu, String component, String region, int instanceCount, TimeDraft time) {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,3})?");

    /** The same, checked. */
    record Need(
            int vcpu,
            BigDecimal memoryGib,
            int gpu,
            Component component,
            String region,
            int instanceCount,
            Duration duration) {}

    /**
     * Checks it.
     *
     * @throws AtelierException {@code VALIDATION} that names every wrong field
     */
    Need check(String defaultRegion, Instant now) {
        List<FieldViolation> violations = new ArrayList<>();
        require(violations, vcpu >= 0, "vcpu", "must be at least 1");
        require(violations, gpu >= 0, "gpu", "must be at least 1");
        boolean decimal = memoryGib.isEmpty() || DECIMAL.matcher(memoryGib).matches();
        require(violations, decimal, "memoryGib", "must be a decimal like 16");
        Optional<Component> known = Component.find(component).filter(it -> it != Component.STORAGE);
        require(violations, known.isPresent(), "component", "must be one of studio, training, processing, hosting");
        require(
                violations,
                instanceCount >= 0 && instanceCount <= EstimateDraft.MAX_INSTANCES,
                "instanceCount",
                "must be between 1 and " + EstimateDraft.MAX_INSTANCES);
        Optional<Duration> duration = time.check("", now, violations);
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        return new Need(
                vcpu,
                memoryGib.isEmpty() ? BigDecimal.ZERO : new BigDecimal(memoryGib),
                gpu,
                known.orElseThrow(),
                region.isEmpty() ? defaultRegion : region,
                Math.max(1, instanceCount),
                duration.orElseThrow());
    }

    private static void require(List<FieldViolation> violations, boolean right, String field, String message) {
        if (!right) {
            violations.add(new FieldViolation(field, message));
        }
    }
}
