package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.price.Component;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as a caller gave it, not yet checked. Texts are empty where nothing was given.
 *
 * @param type a code of {@link UsageEventType}, or whatever the caller wrote
 * @param component a code of {@link Component}, or whatever the caller wrote
 * @param instanceCount 0 means 1
 */
public record UsageEventDraft(
        String id,
        String source,
        String type,
        @Nullable Instant time,
        String resourceId,
        String component,
        String instanceType,
        int instanceCount,
        String region,
        Owner owner,
        String jobName,
        String endpointName,
        String memberId) {
    /** The longest text of an event, in characters. */
    static final int MAX_LENGTH = 256;

    static final int MAX_TAGS = 50;
    static final int MAX_INSTANCES = 10_000;

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Checks all drafts.
     *
     * @param firstIndex the position of the first one in the request or stream, from 0
     * @throws AtelierException {@code VALIDATION} that names every wrong field by the index of its event
     */
    public static List<UsageEvent> events(List<UsageEventDraft> drafts, long firstIndex) {
        List<FieldViolation> violations = new ArrayList<>();
        List<UsageEvent> events = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            Check check = new Check("events[" + (firstIndex + i) + "].", violations);
            UsageEvent event = drafts.get(i).check(check);
            if (event != null) {
                events.add(event);
            }
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        return events;
    }

    private @Nullable UsageEvent check(Check check) {
        check.text("id", id, true);
        check.text("source", source, true);
        check.text("resourceId", resourceId, true);
        Optional<UsageEventType> known = UsageEventType.find(type);
        Optional<Component> knownComponent = Component.find(component);
        boolean starts = known.stream().anyMatch(UsageEventType::opens);
        boolean member = known.stream().anyMatch(UsageEventType::ofMember);
        check.text("instanceType", instanceType, starts);
        check.text("region", region, starts);
        check.text("owner.domainId", owner.domainId(), starts);
        check.text("owner.userProfileName", owner.userProfileName(), false);
        check.text("owner.spaceName", owner.spaceName(), false);
        check.text("owner.team", owner.team(), false);
        check.text("owner.project", owner.project(), false);
        check.text("jobName", jobName, false);
        check.text("endpointName", endpointName, false);
        check.text("memberId", memberId, member);
        check.that(owner.tags().size() <= MAX_TAGS, "owner.tags", "must be at most " + MAX_TAGS);
        owner.tags().forEach((name, value) -> {
            check.text("owner.tags", name, true);
            check.text("owner.tags", value, false);
        });
        check.that(
                instanceCount >= 0 && instanceCount <= MAX_INSTANCES,
                "instanceCount",
                "must be between 1 and " + MAX_INSTANCES);
        check.that(known.isPresent(), "type", "must be one of " + UsageEventType.CODES);
        check.that(
                knownComponent.isPresent() || (component.isEmpty() && !starts),
                "component",
                "must be one of " + Component.CODES);
        check.that(
                time != null && !time.isBefore(EARLIEST) && !time.isAfter(LATEST),
                "time",
                "must be given, between the years 1970 and 9999");
        if (check.failed || time == null) {
            return null;
        }
        return new UsageEvent(
                new EventKey(source, id),
                known.orElseThrow(),
                time,
                resourceId,
                knownComponent.orElse(null),
                instanceType,
                Math.max(1, instanceCount),
                region,
                owner,
                jobName,
                endpointName,
                memberId);
    }

    private static final class Check {
        private final String prefix;
        private final List<FieldViolation> violations;
        private boolean failed;

        Check(String prefix, List<FieldViolation> violations) {
            this.prefix = prefix;
            this.violations = violations;
        }

        void text(String field, String value, boolean needed) {
            that(!needed || !value.isEmpty(), field, "must be given");
            that(value.length() <= MAX_LENGTH, field, "must have at most " + MAX_LENGTH + " characters");
            that(value.indexOf('\0') < 0, field, "must not contain the character NUL");
        }

        void that(boolean holds, String field, String message) {
            if (!holds) {
                failed = true;
                violations.add(new FieldViolation(prefix + field, message));
            }
        }
    }
}
