package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.price.Component;
import dev.atelier.platform.peak.Peak;
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
 * @param usage what it says beside its component; 0 instances mean 1
 * @param reversal of whatever type the event is
 */
public record UsageEventDraft(
        EventKey key,
        String type,
        @Nullable Instant time,
        String resourceId,
        String component,
        Usage usage,
        String memberId,
        UsageEvent.Reversal reversal,
        Peak peak) {
    /** No usage is earlier. */
    public static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    /** The longest text of an event, in characters. */
    static final int MAX_LENGTH = 256;

    static final int MAX_TAGS = 50;
    static final int MAX_INSTANCES = 10_000;

    private static final String WRONG_TYPE = "must be one of " + UsageEventType.CODES;
    private static final String WRONG_COMPONENT = "must be one of " + Component.CODES;
    /** How far ahead of the clock an event may be. */
    private static final Duration AHEAD = Duration.ofDays(366);

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
        Owner owner = usage.owner();
        check.text("id", key.id(), true);
        check.text("source", key.source(), true);
        check.text("resourceId", resourceId, true);
        Optional<UsageEventType> known = UsageEventType.find(type);
        Optional<Component> knownComponent = Component.find(component);
        boolean starts = known.isPresent() && known.get().opens();
        boolean member = known.isPresent() && known.get().ofMember();
        boolean reverses = known.isPresent() && known.get() == UsageEventType.REVERSED;
        boolean measures = known.isPresent() && known.get().measures();
        boolean storage = knownComponent.isPresent() && knownComponent.get() == Component.STORAGE;
        check.text("instanceType", usage.instanceType(), starts);
        check.text("region", usage.region(), starts);
        check.text("owner.domainId", owner.domainId(), starts);
        check.text("owner.userProfileName", owner.userProfileName(), false);
        check.text("owner.spaceName", owner.spaceName(), false);
        check.text("owner.team", owner.team(), false);
        check.text("owner.project", owner.project(), false);
        check.text("jobName", usage.jobName(), false);
        check.text("endpointName", usage.endpointName(), false);
        check.text("memberId", memberId, member);
        check.text("reversesSource", reversal.target().source(), reverses);
        check.text("reversesId", reversal.target().id(), reverses);
        check.text("reason", reversal.reason(), reverses);
        check.that(
                reverses || reversal.equals(UsageEvent.Reversal.NONE),
                "reversesId",
                "is for events of the type 'reversed'");
        check.that(
                storage ? usage.storageBytes() >= (starts ? 1 : 0) : usage.storageBytes() == 0,
                "storageBytes",
                "must be positive for storage, and 0 for everything else");
        check.that(owner.tags().size() <= MAX_TAGS, "owner.tags", "must be at most " + MAX_TAGS);
        owner.tags().forEach((name, value) -> {
            check.text("owner.tags", name, true);
            check.text("owner.tags", value, false);
        });
        check.that(
                usage.instanceCount() >= 0 && usage.instanceCount() <= MAX_INSTANCES,
                "instanceCount",
                "must be between 1 and " + MAX_INSTANCES);
        check.that(
                peak.memoryBytes() == 0 || (measures && peak.known()),
                "peakMemoryBytes",
                "must not be negative, and is for events of the types 'heartbeat', 'busy', 'idle' and 'ended'");
        check.that(
                peak.cpuMillis() == 0 || (peak.known() && peak.cpuMillis() > 0),
                "peakCpuMillis",
                "must not be negative, and is given together with peakMemoryBytes");
        check.that(
                peak.measured().isZero() || (peak.known() && !peak.measured().isNegative()),
                "peakSeconds",
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
                key,
                known.orElseThrow(),
                time,
                resourceId,
                usage.checked(knownComponent.orElse(null)),
                memberId,
                reversal,
                peak);
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
