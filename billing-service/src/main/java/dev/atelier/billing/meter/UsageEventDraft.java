package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.price.Component;
import java.time.Duration;
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
 * @param storageBytes 0 but for storage
 * @param reversesSource with {@code reversesId} the key of the event that a reversal takes back
 * @param reason why it is taken back
 * @param peakMemoryBytes the most memory that was in use at once; 0 when it was not measured
 * @param peakCpuMillis the most processor time per second, in thousandths of a vCPU
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
        String memberId,
        long storageBytes,
        String reversesSource,
        String reversesId,
        String reason,
        long peakMemoryBytes,
        int peakCpuMillis) {
    /** The longest text of an event, in characters. */
    static final int MAX_LENGTH = 256;

    static final int MAX_TAGS = 50;
    static final int MAX_INSTANCES = 10_000;

    private static final String WRONG_TYPE = "must be one of " + UsageEventType.CODES;
    private static final String WRONG_COMPONENT = "must be one of " + Component.CODES;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    /** How far ahead of the clock an event may be. */
    private static final Duration AHEAD = Duration.ofDays(366);

    /** The key that it asks for. */
    public EventKey key() {
        return new EventKey(source, id);
    }

    /**
     * Checks all drafts.
     *
     * @param firstIndex the position of the first one in the request or stream, from 0
     * @param now what the time of an event may not be far ahead of
     * @throws AtelierException {@code VALIDATION} that names every wrong field by the index of its event
     */
    public static List<UsageEvent> events(List<UsageEventDraft> drafts, long firstIndex, Instant now) {
        List<FieldViolation> violations = new ArrayList<>();
        List<UsageEvent> events = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            Check check = new Check(firstIndex + i, violations);
            UsageEvent event = drafts.get(i).check(check, now.plus(AHEAD));
            if (event != null) {
                events.add(event);
            }
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        return events;
    }

    private @Nullable UsageEvent check(Check check, Instant latest) {
        check.text("id", id, true);
        check.text("source", source, true);
        check.text("resourceId", resourceId, true);
        Optional<UsageEventType> known = UsageEventType.find(type);
        Optional<Component> knownComponent = Component.find(component);
        boolean starts = known.isPresent() && known.get().opens();
        boolean member = known.isPresent() && known.get().ofMember();
        boolean reverses = known.isPresent() && known.get() == UsageEventType.REVERSED;
        boolean measures = known.isPresent() && known.get().measures();
        boolean storage = knownComponent.isPresent() && knownComponent.get() == Component.STORAGE;
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
        check.text("reversesSource", reversesSource, reverses);
        check.text("reversesId", reversesId, reverses);
        check.text("reason", reason, reverses);
        check.that(
                reverses || (reversesSource.isEmpty() && reversesId.isEmpty() && reason.isEmpty()),
                "reversesId",
                "is for events of the type 'reversed'");
        check.that(
                storage ? storageBytes > 0 || (storageBytes == 0 && !starts) : storageBytes == 0,
                "storageBytes",
                "must be positive for storage, and 0 for everything else");
        check.that(owner.tags().size() <= MAX_TAGS, "owner.tags", "must be at most " + MAX_TAGS);
        owner.tags().forEach((name, value) -> {
            check.text("owner.tags", name, true);
            check.text("owner.tags", value, false);
        });
        check.that(
                instanceCount >= 0 && instanceCount <= MAX_INSTANCES,
                "instanceCount",
                "must be between 1 and " + MAX_INSTANCES);
        check.that(
                peakMemoryBytes == 0 || (measures && peakMemoryBytes > 0),
                "peakMemoryBytes",
                "must not be negative, and is for events of the types 'heartbeat', 'busy', 'idle' and 'ended'");
        check.that(
                peakCpuMillis == 0 || (peakMemoryBytes > 0 && peakCpuMillis > 0),
                "peakCpuMillis",
                "must not be negative, and is given together with peakMemoryBytes");
        check.that(known.isPresent(), "type", WRONG_TYPE);
        check.that(knownComponent.isPresent() || (component.isEmpty() && !starts), "component", WRONG_COMPONENT);
        check.that(
                time != null && !time.isBefore(EARLIEST) && !time.isAfter(latest),
                "time",
                "must be given, from 1970 on and at most a year ahead");
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
                memberId,
                storageBytes,
                reverses ? new UsageEvent.Reversal(new EventKey(reversesSource, reversesId), reason) : null,
                peakMemoryBytes == 0 ? UsageEvent.Peak.UNKNOWN : new UsageEvent.Peak(peakMemoryBytes, peakCpuMillis));
    }

    private static final class Check {
        private final long index;
        private final List<FieldViolation> violations;
        private boolean failed;

        Check(long index, List<FieldViolation> violations) {
            this.index = index;
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
                violations.add(new FieldViolation("events[" + index + "]." + field, message));
            }
        }
    }
}
