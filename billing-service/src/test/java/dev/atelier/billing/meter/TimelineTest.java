package dev.atelier.billing.meter;

import static dev.atelier.billing.meter.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Events instance = Events.of("i-1", "ml.t3.medium", "d-1", "ann");

    @Test
    void aStartOpensAndAnEndCloses() {
        assertThat(intervals(instance.started("s", m(0)))).containsExactly(span(0, null));
        assertThat(intervals(instance.started("s", m(0)), instance.ended("e", m(5))))
                .containsExactly(span(0, 5));
    }

    @Test
    void anEndWaitsForItsStart() {
        Timeline alone = Timeline.of(List.of(instance.ended("e", m(5))));
        assertThat(alone.intervals()).isEmpty();
        assertThat(alone.waiting()).containsExactly(instance.ended("e", m(5)).key());

        Timeline together = Timeline.of(List.of(instance.ended("e", m(5)), instance.started("s", m(0))));
        assertThat(together.intervals()).hasSize(1);
        assertThat(together.waiting()).isEmpty();
    }

    @Test
    void aSecondStartOfTheSameUsageChangesNothing() {
        assertThat(intervals(instance.started("s1", m(0)), instance.started("s2", m(3)), instance.ended("e", m(5))))
                .containsExactly(span(0, 5));
    }

    @Test
    void aSecondStartOfOtherUsageSplits() {
        UsageEvent other = instance.with("ml.m5.large").started("s2", m(3));
        Timeline timeline = Timeline.of(List.of(instance.started("s1", m(0)), other, instance.ended("e", m(5))));
        assertThat(timeline.intervals())
                .extracting(interval -> interval.opening().usage().instanceType())
                .containsExactly("ml.t3.medium", "ml.m5.large");
        assertThat(intervals(instance.started("s1", m(0)), other, instance.ended("e", m(5))))
                .containsExactly(span(0, 3), span(3, 5));
    }

    @Test
    void aLateEndBetweenTwoStartsMakesTwoIntervals() {
        assertThat(intervals(instance.started("s1", m(0)), instance.started("s2", m(10)), instance.ended("e1", m(5))))
                .containsExactly(span(0, 5), span(10, null));
    }

    @Test
    void atOneMomentAnEndComesBeforeAStartWhenSomethingRunsElseAfter() {
        assertThat(intervals(instance.started("s1", m(0)), instance.started("s2", m(5)), instance.ended("e1", m(5))))
                .containsExactly(span(0, 5), span(5, null));
        assertThat(intervals(instance.started("s1", m(5)), instance.ended("e1", m(5))))
                .isEmpty();
    }

    @Test
    void anIntervalWithoutMembersHasNoShares() {
        assertThat(Timeline.of(List.of(instance.started("s", m(0)), instance.ended("e", m(5))))
                        .shares())
                .isEmpty();
    }

    @Test
    void sharesCoverTheIntervalAndAreCutWhereTheCompanyChanges() {
        assertThat(shares(
                        instance.started("s", m(0)),
                        instance.joined("j1", m(1), "a"),
                        instance.joined("j2", m(2), "b"),
                        instance.left("l1", m(4), "a"),
                        instance.ended("e", m(6))))
                .containsExactly(
                        share("", 0, 1, 0, 1),
                        share("a", 1, 2, 0, 1),
                        share("a", 2, 4, 0, 2),
                        share("b", 2, 4, 1, 2),
                        share("b", 4, 6, 0, 1));
    }

    @Test
    void thoseWhoComputePayAndAllWhileNobodyDoes() {
        assertThat(Timeline.of(List.of(
                                instance.started("s", m(0)),
                                instance.joined("j1", m(0), "a"),
                                instance.joined("j2", m(0), "b"),
                                instance.joined("j3", m(0), "c"),
                                instance.busy("b1", m(1), "b"),
                                instance.busy("b2", m(2), "c"),
                                instance.busy("b3", m(3), ""),
                                instance.idle("i1", m(4), "c"),
                                instance.left("l1", m(5), "b"),
                                instance.idle("i2", m(6), ""),
                                instance.ended("e", m(7))))
                        .shares())
                .extracting(
                        share -> Duration.between(T0, share.start()).toMinutes(),
                        share -> share.memberId() + share.part() + "/" + share.parts(),
                        share -> share.payer() + "/" + share.payers(),
                        UsageShare::idle)
                .containsExactly(
                        tuple(0L, "a0/3", "0/3", false),
                        tuple(0L, "b1/3", "1/3", false),
                        tuple(0L, "c2/3", "2/3", false),
                        tuple(1L, "a0/3", "-1/1", false),
                        tuple(1L, "b1/3", "0/1", false),
                        tuple(1L, "c2/3", "-1/1", false),
                        tuple(2L, "a0/3", "-1/2", false),
                        tuple(2L, "b1/3", "0/2", false),
                        tuple(2L, "c2/3", "1/2", false),
                        tuple(4L, "a0/3", "-1/1", false),
                        tuple(4L, "b1/3", "0/1", false),
                        tuple(4L, "c2/3", "-1/1", false),
                        tuple(5L, "a0/2", "0/2", false),
                        tuple(5L, "c1/2", "1/2", false),
                        tuple(6L, "a0/2", "0/2", true),
                        tuple(6L, "c1/2", "1/2", true));
    }

    @Test
    void membersMayJoinBeforeTheStartAndLeaveWithTheEnd() {
        assertThat(shares(
                        instance.joined("j1", m(0), "a"),
                        instance.started("s1", m(1)),
                        instance.ended("e1", m(2)),
                        instance.left("l1", m(3), "a"),
                        instance.started("s2", m(4))))
                .containsExactly(share("a", 1, 2, 0, 1));
    }

    @Test
    void joiningTwiceIsJoiningOnce() {
        assertThat(shares(
                        instance.started("s", m(0)),
                        instance.joined("j1", m(0), "a"),
                        instance.joined("j2", m(2), "a"),
                        instance.left("l1", m(3), "a")))
                .containsExactly(share("a", 0, 3, 0, 1), share("", 3, null, 0, 1));
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<UsageEvent> events = new ArrayList<>();
            for (int i = 0; i < random.nextInt(1, 14); i++) {
                Duration at = m(random.nextInt(12));
                Events source = random.nextInt(6) == 0 ? instance.with("ml.m5.large") : instance;
                String member = "m" + random.nextInt(3);
                events.add(
                        switch (random.nextInt(6)) {
                            case 0 -> source.started("e" + i, at);
                            case 1 -> source.ended("e" + i, at);
                            case 2 -> source.joined("e" + i, at, member);
                            case 3 -> source.busy("e" + i, at, member);
                            case 4 -> source.idle("e" + i, at, member);
                            default -> source.left("e" + i, at, member);
                        });
            }
            Timeline expected = Timeline.of(events);
            Collections.shuffle(events, random);
            Timeline actual = Timeline.of(events);

            assertThat(actual.intervals()).isEqualTo(expected.intervals());
            assertThat(actual.shares()).isEqualTo(expected.shares());
            assertThat(actual.waiting()).isEqualTo(expected.waiting());
            assertThat(new HashSet<>(actual.intervals())).hasSameSizeAs(actual.intervals());
        }
    }

    private static Duration m(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    private record Span(Duration start, @Nullable Duration end) {}

    private static Span span(int start, @Nullable Integer end) {
        return new Span(m(start), end == null ? null : m(end));
    }

    private static List<Span> intervals(UsageEvent... events) {
        return Timeline.of(List.of(events)).intervals().stream()
                .map(interval -> new Span(
                        Duration.between(T0, interval.start()),
                        interval.end() == null ? null : Duration.between(T0, interval.end())))
                .toList();
    }

    private static List<UsageShare> shares(UsageEvent... events) {
        return Timeline.of(List.of(events)).shares();
    }

    private static UsageShare share(String member, int start, @Nullable Integer end, int part, int parts) {
        return new UsageShare(
                "i-1", member, T0.plus(m(start)), end == null ? null : T0.plus(m(end)), part, parts, false);
    }
}
