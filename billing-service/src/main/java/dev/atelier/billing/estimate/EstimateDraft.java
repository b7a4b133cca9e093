package dev.atelier.billing.estimate;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Planned usage as a caller gave it, not yet checked. Texts are empty where nothing was given.
 *
 * @param component a code of {@link Component}, or whatever the caller wrote
 * @param region empty: the region of this installation
 * @param instanceCount 0 means 1
 */
public record EstimateDraft(
        String instanceType,
        String component,
        String region,
        int instanceCount,
        @Nullable Duration duration) {
    static final int MAX_LINES = 100;
    static final int MAX_INSTANCES = 10_000;
    static final Duration MAX_DURATION = Duration.ofDays(3660);

    /**
     * Checks all drafts.
     *
     * @throws AtelierException {@code VALIDATION} that names every wrong field by the index of its line
     */
    static List<EstimateLine> lines(List<EstimateDraft> drafts, String defaultRegion) {
        if (drafts.isEmpty() || drafts.size() > MAX_LINES) {
            throw AtelierException.invalid("lines", "must be between 1 and " + MAX_LINES);
        }
        List<FieldViolation> violations = new ArrayList<>();
        List<EstimateLine> lines = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            EstimateDraft draft = drafts.get(i);
            String prefix = "lines[" + i + "].";
            Optional<PriceKey> key = draft.key(prefix, defaultRegion, violations);
            Duration duration = draft.duration();
            boolean badDuration = duration == null
                    || duration.isNegative()
                    || duration.isZero()
                    || duration.compareTo(MAX_DURATION) > 0;
            if (badDuration) {
                violations.add(new FieldViolation(prefix + "duration", "must be above 0 and at most 10 years"));
            }
            if (key.isPresent() && duration != null) {
                lines.add(new EstimateLine(key.get(), Math.max(1, draft.instanceCount()), duration));
            }
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        return lines;
    }

    /** The key of the price, when everything that belongs to it is right. */
    Optional<PriceKey> key(String prefix, String defaultRegion, List<FieldViolation> violations) {
        int before = violations.size();
        if (instanceType.isEmpty()) {
            violations.add(new FieldViolation(prefix + "instanceType", "must be given"));
        }
        Optional<Component> known = Component.find(component);
        if (known.isEmpty()) {
            violations.add(new FieldViolation(prefix + "component", "must be one of " + Component.CODES));
        }
        if (instanceCount < 0 || instanceCount > MAX_INSTANCES) {
            violations.add(new FieldViolation(prefix + "instanceCount", "must be between 1 and " + MAX_INSTANCES));
        }
        return violations.size() > before
                ? Optional.empty()
                : known.map(it -> new PriceKey(instanceType, it, region.isEmpty() ? defaultRegion : region));
    }
}
