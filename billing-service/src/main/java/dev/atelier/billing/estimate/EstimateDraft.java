package dev.atelier.billing.estimate;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Planned usage as a caller gave it, not yet checked. Texts are empty where nothing was given.
 *
 * @param component a code of {@link Component}, or whatever the caller wrote
 * @param region empty: the region of this installation
 * @param instanceCount 0 means 1
 * @param storageBytes of storage only: how much is stored
 */
public record EstimateDraft(
        String instanceType, String component, String region, int instanceCount, TimeDraft time, long storageBytes) {
    static final int MAX_LINES = 100;
    static final int MAX_INSTANCES = 10_000;
    static final long MAX_BYTES = 1L << 60;

    /**
     * Checks all drafts.
     *
     * @throws AtelierException {@code VALIDATION} that names every wrong field by the index of its line
     */
    static List<EstimateLine> lines(List<EstimateDraft> drafts, String defaultRegion, Instant now) {
        if (drafts.isEmpty() || drafts.size() > MAX_LINES) {
            throw AtelierException.invalid("lines", "must be between 1 and " + MAX_LINES);
        }
        List<FieldViolation> violations = new ArrayList<>();
        List<EstimateLine> lines = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            EstimateDraft draft = drafts.get(i);
            String prefix = "lines[" + i + "].";
            Optional<PriceKey> key = draft.key(prefix, defaultRegion, violations);
            Optional<Duration> duration = draft.time().check(prefix, now, violations);
            if (key.isPresent() && duration.isPresent()) {
                lines.add(new EstimateLine(
                        key.get(), Math.max(1, draft.instanceCount()), duration.get(), draft.storageBytes()));
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
        boolean storage = known.filter(Component.STORAGE::equals).isPresent();
        if (storage ? storageBytes <= 0 || storageBytes > MAX_BYTES : storageBytes != 0) {
            violations.add(new FieldViolation(
                    prefix + "storageBytes",
                    storage ? "must be between 1 and " + MAX_BYTES : "must be given for storage only"));
        }
        return violations.size() > before
                ? Optional.empty()
                : known.map(it -> new PriceKey(instanceType, it, region.isEmpty() ? defaultRegion : region));
    }
}
