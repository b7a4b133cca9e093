package dev.atelier.billing.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.price.Component;
import dev.atelier.platform.peak.Peak;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageEventDraftTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void aCompleteEventIsTakenAsItIs() {
        UsageEvent event = UsageEventDraft.events(List.of(draft("e-1", "started", "studio", NOW)), 0, NOW)
                .getFirst();
        assertThat(event.key()).isEqualTo(new EventKey("studio-service", "e-1"));
        assertThat(event.type()).isEqualTo(UsageEventType.STARTED);
        assertThat(event.usage().component()).isEqualTo(Component.STUDIO);
        assertThat(event.usage().instanceCount()).isEqualTo(1);
    }

    @Test
    void everyWrongFieldIsNamedWithTheIndexOfItsEvent() {
        List<UsageEventDraft> drafts = List.of(
                draft("e-1", "started", "studio", NOW),
                draft("", "started", "kitchen", NOW),
                draft("e-3", "exploded", "", NOW),
                draft("e-4", "ended", "kitchen", null));
        AtelierException error =
                catchThrowableOfType(AtelierException.class, () -> UsageEventDraft.events(drafts, 100, NOW));
        assertThat(error.code()).isEqualTo(ErrorCode.VALIDATION);
        assertThat(error.violations())
                .extracting(FieldViolation::field)
                .containsExactly(
                        "events[101].id",
                        "events[101].component",
                        "events[102].type",
                        "events[103].component",
                        "events[103].time");
    }

    @Test
    void theDigestTellsEveryFieldApartAndNothingElse() {
        UsageEvent event = UsageEventDraft.events(List.of(draft("e-1", "started", "studio", NOW)), 0, NOW)
                .getFirst();
        UsageEvent same = UsageEventDraft.events(List.of(draft("e-1", "started", "studio", NOW)), 5, NOW)
                .getFirst();
        UsageEvent later = UsageEventDraft.events(List.of(draft("e-1", "started", "studio", NOW.plusNanos(1))), 0, NOW)
                .getFirst();
        UsageEvent other = UsageEventDraft.events(List.of(draft("e-1", "started", "hosting", NOW)), 0, NOW)
                .getFirst();
        assertThat(EventDigest.of(event)).isEqualTo(EventDigest.of(same));
        assertThat(EventDigest.of(event)).isNotEqualTo(EventDigest.of(later)).isNotEqualTo(EventDigest.of(other));
    }

    private static UsageEventDraft draft(String id, String type, String component, @Nullable Instant time) {
        return new UsageEventDraft(
                new EventKey("studio-service", id),
                type,
                time,
                "i-1",
                component,
                new Usage(
                        null,
                        "ml.t3.medium",
                        0,
                        "us-east-1",
                        new Owner("d-1", "ann", "", "", "", Map.of("cost-centre", "42")),
                        "",
                        "",
                        0),
                "",
                UsageEvent.Reversal.NONE,
                Peak.NONE);
    }
}
