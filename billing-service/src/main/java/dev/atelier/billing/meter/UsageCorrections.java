package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Puts the ledger right without changing an entry: wrong events are taken back by reversing ones, and what is true is
 * recorded beside them, in one transaction.
 *
 * <p>The key of a reversal follows from the event that it takes back, and so does its time. So the same correction again has
 * no effect, and two corrections of one event that differ are a conflict, whoever comes second.
 */
@ApplicationScoped
public class UsageCorrections {
    /** The source of all reversing entries that corrections make. */
    public static final String SOURCE = "billing-service/corrections";

    private static final int MAX_EVENTS = 1000;

    private final RecordedEvents events;
    private final UsageLedger ledger;
    private final Clock clock;

    UsageCorrections(RecordedEvents events, UsageLedger ledger, Clock clock) {
        this.events = events;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * The events of a resource by time, heartbeats left out.
     *
     * @throws AtelierException {@code PERMISSION_DENIED} to those who may not read everything
     */
    public Page<RecordedEvent> list(String resourceId, PageRequest page, Caller caller) {
        caller.requireViewer();
        if (resourceId.isEmpty()) {
            throw AtelierException.invalid("resourceId", "must be given");
        }
        return Page.of(
                events.ofResource(resourceId, RecordedEvents.Position.read(page.after()), page.limit()),
                page,
                recorded -> RecordedEvents.Position.of(recorded.event()).text());
    }

    /**
     * Takes events back and records others.
     *
     * @throws AtelierException {@code PERMISSION_DENIED} to all but services and administrators, {@code VALIDATION},
     *     {@code RESOURCE_NOT_FOUND} for an event that is not there, {@code CONFLICT} for one that was taken back for
     *     another reason
     */
    public Correction correct(CorrectionDraft draft, Caller caller) {
        caller.requireAdmin();
        check(draft);
        List<UsageEvent> replacements = UsageEventDraft.events(draft.replacements(), 0, clock.instant());
        Map<EventKey, UsageEvent> known = events.find(draft.resourceId(), draft.reverses());
        List<UsageEvent> batch = new ArrayList<>();
        List<EventKey> reversals = new ArrayList<>();
        for (EventKey key : draft.reverses()) {
            UsageEvent wrong = known.get(key);
            if (wrong == null) {
                throw AtelierException.notFound(
                        "event of the resource " + draft.resourceId(), key.source() + " " + key.id());
            }
            if (!wrong.type().shapes()) {
                throw AtelierException.invalid(
                        "reverses",
                        "event %s is '%s', which bills nothing"
                                .formatted(key.id(), wrong.type().code()));
            }
            UsageEvent reversal = wrong.reversedBy(new EventKey(SOURCE, name(key)), draft.reason());
            reversals.add(reversal.key());
            batch.add(reversal);
        }
        batch.addAll(replacements);
        return new Correction(reversals, ledger.recordAll(batch, caller.subject()));
    }

    private static void check(CorrectionDraft draft) {
        List<FieldViolation> violations = new ArrayList<>();
        if (draft.resourceId().isEmpty()) {
            violations.add(new FieldViolation("resourceId", "must be given"));
        }
        if (draft.reverses().isEmpty()
                || draft.reverses().size() + draft.replacements().size() > MAX_EVENTS) {
            violations.add(
                    new FieldViolation("reverses", "must be at least 1, with the replacements at most " + MAX_EVENTS));
        }
        if (draft.reason().isBlank() || draft.reason().length() > UsageEventDraft.MAX_LENGTH) {
            violations.add(new FieldViolation(
                    "reason", "must be given, with at most " + UsageEventDraft.MAX_LENGTH + " characters"));
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    /** The same for the same event, of a length that an id may have. */
    private static String name(EventKey key) {
        try {
            byte[] source = key.source().getBytes(StandardCharsets.UTF_8);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(source.length).flip());
            digest.update(source);
            return HexFormat.of().formatHex(digest.digest(key.id().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
