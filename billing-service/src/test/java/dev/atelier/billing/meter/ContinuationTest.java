package dev.atelier.billing.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContinuationTest {
    private static final int SEEDS = 300;
    private static final int EVENTS = 12;

    private final Events instance = Events.of("i-1", "ml.t3.medium", "d-1", "ann");

    @Test
    void itIsWhatTheWholeTimelineSays() {
        int continued = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<EventTable.Recorded> arrived = new ArrayList<>();
            List<Interval> chain = List.of();
            List<EventTable.Recorded> waiting = events(random);
            while (!waiting.isEmpty()) {
                List<EventTable.Recorded> batch = waiting.subList(0, Math.min(waiting.size(), random.nextInt(1, 4)));
                Optional<List<Interval>> next = arrived.isEmpty()
                        ? Optional.empty()
                        : Continuation.of(batch, latest(arrived), chain.isEmpty() ? null : chain.getLast());
                arrived.addAll(batch);
                waiting = waiting.subList(batch.size(), waiting.size());
                List<Interval> whole = whole(arrived);
                if (next.isPresent()) {
                    List<Interval> all = new ArrayList<>(chain.subList(0, Math.max(0, chain.size() - 1)));
                    all.addAll(next.get());
                    assertThat(all).as("seed %d, %s", seed, arrived).isEqualTo(whole);
                    continued++;
                }
                chain = whole;
            }
        }
        assertThat(continued)
                .as("batches of which the last interval told enough")
                .isGreaterThan(SEEDS);
    }

    @Test
    void whatIsLateNeedsTheWholeTimeline() {
        Instant seen = Events.T0.plus(Duration.ofMinutes(5));
        assertThat(Continuation.of(List.of(recorded(instance.ended("e", Duration.ofMinutes(5)))), seen, null))
                .isEmpty();
        assertThat(Continuation.of(List.of(recorded(instance.ended("e", Duration.ofMinutes(6)))), seen, null))
                .contains(List.of());
    }

    /** Starts, some of another type, and ends, each minute one, seldom out of order. */
    private List<EventTable.Recorded> events(Random random) {
        List<EventTable.Recorded> events = new ArrayList<>();
        for (int minute = 0; minute < EVENTS; minute++) {
            Duration at = Duration.ofMinutes(minute);
            String id = "e" + minute;
            events.add(recorded(
                    switch (random.nextInt(5)) {
                        case 0, 1 -> instance.started(id, at);
                        case 2 -> instance.with("ml.m5.large").started(id, at);
                        default -> instance.ended(id, at);
                    }));
        }
        for (int swaps = random.nextInt(3); swaps > 0; swaps--) {
            Collections.swap(events, random.nextInt(EVENTS), random.nextInt(EVENTS));
        }
        return events;
    }

    private static EventTable.Recorded recorded(UsageEvent event) {
        return new EventTable.Recorded(event, event.usage().instanceType().length());
    }

    private static Instant latest(List<EventTable.Recorded> arrived) {
        return arrived.stream()
                .map(recorded -> recorded.event().time())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static List<Interval> whole(List<EventTable.Recorded> arrived) {
        Map<EventKey, Long> accounts = new HashMap<>();
        arrived.forEach(recorded -> accounts.put(recorded.event().key(), recorded.accountId()));
        return Interval.of(
                Timeline.of(arrived.stream().map(EventTable.Recorded::event).toList()), accounts);
    }
}
