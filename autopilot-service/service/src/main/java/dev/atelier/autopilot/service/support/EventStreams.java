package dev.atelier.autopilot.service.support;

import dev.atelier.api.error.AtelierException;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Server-Sent Events that go on after a broken connection. */
public final class EventStreams {
    private EventStreams() {}

    /** With comments in between, so that no proxy takes a quiet stream for a dead one. */
    public static Multi<OutboundSseEvent> keptAlive(Multi<OutboundSseEvent> events, Sse sse, Duration every) {
        OutboundSseEvent comment = sse.newEventBuilder().comment("keep-alive").build();
        Multi<Optional<OutboundSseEvent>> comments = Multi.createFrom()
                .ticks()
                .startingAfter(every)
                .every(every)
                .onOverflow()
                .drop()
                .map(_ -> Optional.of(comment));
        Multi<Optional<OutboundSseEvent>> ending =
                events.map(Optional::of).onCompletion().continueWith(Optional.<OutboundSseEvent>empty());
        return Multi.createBy()
                .merging()
                .streams(ending, comments)
                .select()
                .first(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    /** The number of the last event that the reader has. */
    public static long after(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        try {
            return Long.parseLong(lastEventId);
        } catch (NumberFormatException _) {
            throw AtelierException.invalid("Last-Event-ID", "must be the id of an event of this stream");
        }
    }
}
