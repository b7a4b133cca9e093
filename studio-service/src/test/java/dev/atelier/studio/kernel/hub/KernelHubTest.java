package dev.atelier.studio.kernel.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.kernel.ExecutionState;
import dev.atelier.studio.kernel.hub.HubFixture.FakePeer;
import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelHubTest {
    private static final JsonObject NOTHING = new JsonObject();

    @Test
    void outputGoesToAllAndRepliesToTheOneWhoAsked() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        FakePeer bob = fixture.client("bob", WireForm.LEGACY);

        KernelMessage request = fixture.execute(ann, "print(1)", "c1");
        fixture.status(request, "busy");
        fixture.prints(request, "1");
        fixture.says(Channel.SHELL, request, "execute_reply", new JsonObject().put("status", "ok"));
        fixture.says(Channel.STDIN, request, "input_request", NOTHING);
        fixture.status(request, "idle");

        assertThat(fixture.upstream.sent)
                .extracting(m -> m.header().id())
                .containsExactly(request.header().id());
        assertThat(ann.seen())
                .containsExactly("status:busy", "stream:1", "execute_reply", "input_request", "status:idle");
        assertThat(bob.seen()).containsExactly("status:busy", "stream:1", "status:idle");
        assertThat(bob.frames).allMatch(Frame::text);
        assertThat(fixture.states).containsExactly(ExecutionState.BUSY, ExecutionState.IDLE);
    }

    @Test
    void messagesBeforeTheKernelIsThereAreKeptInOrder() {
        HubFixture fixture = new HubFixture(HubLimits.defaults());
        FakePeer ann = fixture.client("ann");
        KernelMessage first = fixture.ask(ann, "kernel_info_request", NOTHING, NOTHING);
        KernelMessage second = fixture.execute(ann, "1", "c1");
        assertThat(fixture.upstream.sent).isEmpty();

        fixture.hub.upstreamOpened(fixture.upstream);

        assertThat(fixture.upstream.sent)
                .extracting(m -> m.header().id())
                .startsWith(first.header().id(), second.header().id());
    }

    @Test
    void aStartingKernelIsNudgedAndBecomesIdleWithoutClients() {
        HubFixture fixture = new HubFixture(HubLimits.defaults());

        fixture.hub.upstreamOpened(fixture.upstream);
        KernelMessage nudge = fixture.upstream.sent.getFirst();
        fixture.status(nudge, "busy");
        fixture.status(nudge, "idle");

        assertThat(nudge.header().type()).isEqualTo("kernel_info_request");
        assertThat(fixture.hub.state()).isEqualTo(ExecutionState.IDLE);
        assertThat(fixture.client("late").seen()).isEmpty();
    }

    @Test
    void theIdleOfAnotherRequestDoesNotEndABusyCell() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        KernelMessage cell = fixture.execute(ann, "sleep", "c1");
        KernelMessage control = fixture.ask(ann, "debug_request", NOTHING, NOTHING);

        fixture.status(cell, "busy");
        fixture.status(control, "busy");
        fixture.status(control, "idle");

        assertThat(fixture.hub.state()).isEqualTo(ExecutionState.BUSY);
        fixture.status(cell, "idle");
        assertThat(fixture.hub.state()).isEqualTo(ExecutionState.IDLE);
    }

    @Test
    void theSameSessionGetsExactlyWhatItMissed() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        KernelMessage request = fixture.execute(ann, "loop", "c1");
        fixture.status(request, "busy");
        fixture.prints(request, "1");
        ann.leaves();
        fixture.prints(request, "2");
        fixture.says(Channel.SHELL, request, "execute_reply", NOTHING);
        fixture.status(request, "idle");

        FakePeer back = fixture.client("ann");

        assertThat(back.seen()).containsExactly("stream:2", "execute_reply", "status:idle");
        assertThat(back.received).allMatch(m -> !m.metadata().containsKey("atelier"));
    }

    @Test
    void whatWasWrittenButNeverAcknowledgedComesAgain() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        KernelMessage request = fixture.execute(ann, "loop", "c1");
        fixture.status(request, "busy");
        ann.answersPings = false;
        fixture.prints(request, "lost on the way");
        ann.leaves();

        assertThat(fixture.client("ann").seen()).containsExactly("stream:lost on the way");
    }

    @Test
    void aNewPageGetsTheWholeExecutionInFlightWithItsCellAndGoesOnLive() {
        HubFixture fixture = HubFixture.connected();
        FakePeer page = fixture.client("page-1");
        KernelMessage done = fixture.execute(page, "done", "c0");
        fixture.status(done, "busy");
        fixture.status(done, "idle");
        KernelMessage request = fixture.execute(page, "loop", "c1");
        fixture.status(request, "busy");
        fixture.prints(request, "1");
        page.leaves();
        fixture.prints(request, "2");

        FakePeer reloaded = fixture.client("page-2");
        assertThat(reloaded.seen()).containsExactly("status:busy", "stream:1", "stream:2");
        assertThat(reloaded.received)
                .extracting(m -> m.metadata().getJsonObject("atelier"))
                .containsOnly(new JsonObject().put("replayed", true).put("cellId", "c1"));

        fixture.prints(request, "3");
        fixture.status(request, "idle");
        assertThat(reloaded.seen()).endsWith("stream:3", "status:idle");
        assertThat(reloaded.received.getLast().metadata().getJsonObject("atelier"))
                .isEqualTo(new JsonObject().put("replayed", false).put("cellId", "c1"));
        assertThat(fixture.client("page-3").seen()).isEmpty();
    }

    @Test
    void anExecutionThatEndedWithNobodyThereIsKeptUntilAPageHasIt() {
        HubFixture fixture = HubFixture.connected();
        FakePeer page = fixture.client("page-1");
        KernelMessage request = fixture.execute(page, "loop", "c1");
        page.leaves();
        fixture.status(request, "busy");
        fixture.prints(request, "all of it");
        fixture.status(request, "idle");

        FakePeer deaf = fixture.client("page-2");
        assertThat(deaf.seen()).contains("stream:all of it");
        assertThat(fixture.client("page-3").seen()).isEmpty();
    }

    @Test
    void aReplayThatWasNotAcknowledgedIsRepeated() {
        HubFixture fixture = HubFixture.connected();
        FakePeer page = fixture.client("page-1");
        KernelMessage request = fixture.execute(page, "loop", "c1");
        page.leaves();
        fixture.status(request, "busy");
        fixture.prints(request, "1");

        FakePeer second = new FakePeer(fixture, "page-2", WireForm.V1);
        second.answersPings = false;
        fixture.hub.attach(second);
        assertThat(second.seen()).contains("stream:1");
        second.leaves();

        assertThat(fixture.client("page-2").seen()).contains("stream:1");
    }

    @Test
    void aCellThatWasOnlyQueuedWhenThePageCameIsMarkedToo() {
        HubFixture fixture = HubFixture.connected();
        FakePeer page = fixture.client("page-1");
        KernelMessage queued = fixture.execute(page, "later", "c2");
        page.leaves();
        FakePeer reloaded = fixture.client("page-2");
        FakePeer other = fixture.client("other");
        KernelMessage own = fixture.execute(other, "mine", "c3");

        fixture.prints(queued, "x");
        fixture.prints(own, "y");

        assertThat(reloaded.received
                        .getFirst()
                        .metadata()
                        .getJsonObject("atelier")
                        .getString("cellId"))
                .isEqualTo("c2");
        assertThat(reloaded.received.getLast().metadata().containsKey("atelier"))
                .isFalse();
    }

    @Test
    void theJournalDropsTheOldestOutputAndSaysSo() {
        HubFixture fixture =
                new HubFixture(new HubLimits(1 << 20, 10_000, 20_000, 1 << 20, 1 << 20, Duration.ofSeconds(90)));
        fixture.hub.upstreamOpened(fixture.upstream);
        FakePeer page = fixture.client("page-1");
        KernelMessage request = fixture.execute(page, "loop", "c1");
        page.leaves();
        fixture.status(request, "busy");
        for (int i = 0; i < 100; i++) {
            fixture.prints(request, "line " + i);
        }

        List<String> seen = fixture.client("page-2").seen();

        assertThat(seen).startsWith("status:busy").endsWith("stream:line 99");
        assertThat(seen).hasSizeLessThan(20).anyMatch(s -> s.contains("messages of this output were dropped"));
    }

    @Test
    void aSlowReaderLosesItsOldestOutputAndHurtsNobody() {
        HubFixture fixture =
                new HubFixture(new HubLimits(1 << 20, 1 << 20, 1 << 20, 10_000, 1 << 20, Duration.ofSeconds(90)));
        fixture.hub.upstreamOpened(fixture.upstream);
        FakePeer fast = fixture.client("fast");
        FakePeer slow = fixture.client("slow");
        slow.writable = false;
        KernelMessage request = fixture.execute(fast, "flood", "c1");
        fixture.status(request, "busy");
        for (int i = 0; i < 1000; i++) {
            fixture.prints(request, "line " + i);
        }
        fixture.status(request, "idle");
        assertThat(fast.received).hasSize(1002);
        assertThat(slow.received).isEmpty();

        slow.becomesWritable();

        assertThat(slow.closeCode).isZero();
        assertThat(slow.seen()).startsWith("status:busy").endsWith("stream:line 999", "status:idle");
        assertThat(slow.seen()).filteredOn(s -> s.contains("reads too slowly")).hasSize(1);
        int size = slow.received.stream().mapToInt(KernelMessage::size).sum();
        assertThat(size).isLessThan(11_000);
    }

    @Test
    void malformedFramesEndTheConnectionAndNeverReachTheKernel() {
        HubFixture fixture = HubFixture.connected();
        FakePeer bad = fixture.client("bad");
        FakePeer good = fixture.client("good");
        Buffer hostile = Buffer.buffer();
        for (int i = 0; i < 64; i++) {
            hostile.appendByte((byte) 0xff);
        }

        fixture.hub.fromClient(bad, Frame.binary(hostile));
        KernelMessage iopub = KernelMessage.of(Channel.IOPUB, fixture.header("status", "bad"), null, NOTHING);
        FakePeer liar = fixture.client("liar");
        fixture.hub.fromClient(liar, iopub.frame(WireForm.V1));

        assertThat(bad.closeCode).isEqualTo(1007);
        assertThat(liar.closeCode).isEqualTo(1007);
        assertThat(good.closeCode).isZero();
        assertThat(fixture.upstream.sent).isEmpty();
    }

    @Test
    void clientsAreHeldBackWhileTheKernelTakesNoMore() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        fixture.upstream.writable = false;
        fixture.execute(ann, "1", "c1");
        assertThat(ann.held).isTrue();

        fixture.upstream.writable = true;
        fixture.hub.upstreamDrained();

        assertThat(ann.held).isFalse();
    }

    @Test
    void aKernelThatDiesIsReportedToWhoeverWaits() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        KernelMessage request = fixture.execute(ann, "crash", "c1");
        fixture.status(request, "busy");

        KernelMessage restarting = KernelMessage.of(
                Channel.IOPUB,
                fixture.header("status", "server"),
                null,
                new JsonObject().put("execution_state", "restarting"));
        fixture.hub.fromUpstream(fixture.upstream, restarting.frame(WireForm.V1).payload());

        assertThat(ann.seen())
                .containsExactly(
                        "status:busy",
                        "error:KernelDied",
                        "execute_reply:KernelDied",
                        "status:idle",
                        "status:restarting");
        assertThat(ann.received.get(1).content().getString("evalue")).contains("SIGKILL");
        assertThat(fixture.hub.state()).isEqualTo(ExecutionState.RESTARTING);
    }

    @Test
    void whatComesAfterACrashWaitsUntilTheNewProcessIsHeard() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        KernelMessage restarting = KernelMessage.of(
                Channel.IOPUB,
                fixture.header("status", "server"),
                null,
                new JsonObject().put("execution_state", "restarting"));
        fixture.hub.fromUpstream(fixture.upstream, restarting.frame(WireForm.V1).payload());

        KernelMessage next = fixture.execute(ann, "6 * 7", "c1");
        assertThat(fixture.upstream.sent).isEmpty();
        fixture.hub.nudge();
        KernelMessage nudge = fixture.upstream.sent.getFirst();
        assertThat(nudge.header().type()).isEqualTo("kernel_info_request");
        fixture.says(Channel.SHELL, nudge, "kernel_info_reply", new JsonObject());
        assertThat(fixture.upstream.sent).hasSize(1);

        fixture.status(nudge, "idle");

        assertThat(fixture.upstream.sent)
                .extracting(m -> m.header().id())
                .containsExactly(nudge.header().id(), next.header().id());
        assertThat(fixture.hub.state()).isEqualTo(ExecutionState.IDLE);
    }

    @Test
    void aRestartEndsWhatRunsAndKeepsWhatComesForTheNewKernel() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        KernelMessage running = fixture.execute(ann, "sleep", "c1");
        fixture.status(running, "busy");

        fixture.hub.restarting();
        fixture.prints(running, "from the old process");
        KernelMessage next = fixture.execute(ann, "1+1", "c2");

        assertThat(fixture.upstream.closed).isTrue();
        assertThat(fixture.upstream.sent).hasSize(1);
        assertThat(ann.seen()).containsExactly("status:busy", "execute_reply", "status:idle");
        HubFixture.FakeUpstream reconnected = new HubFixture.FakeUpstream();
        fixture.hub.upstreamOpened(reconnected);
        assertThat(reconnected.sent)
                .extracting(m -> m.header().id())
                .startsWith(next.header().id());
    }

    @Test
    void deathAndDrainCloseWithTheRightCodes() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        fixture.hub.die("its app was shut down");
        assertThat(ann.seen()).endsWith("status:dead");
        assertThat(ann.closeCode).isEqualTo(1000);
        assertThat(fixture.upstream.closed).isTrue();

        HubFixture other = HubFixture.connected();
        FakePeer bob = other.client("bob");
        other.hub.drain();
        assertThat(bob.closeCode).isEqualTo(1012);
    }

    @Test
    void aClientThatLeavesPingsUnansweredIsLetGo() {
        HubFixture fixture = HubFixture.connected();
        FakePeer ann = fixture.client("ann");
        ann.answersPings = false;
        fixture.hub.tick();
        assertThat(ann.pings).hasSize(1);
        fixture.clock.advance(Duration.ofSeconds(91));
        fixture.hub.tick();

        assertThat(ann.closeCode).isEqualTo(1013);
        assertThat(fixture.hub.connections()).isZero();
    }

    @Test
    void afterARestartOfTheServiceTheAskerGetsItsOutputUnmarked() {
        HubFixture fixture = HubFixture.connected();
        KernelMessage before = KernelMessage.of(
                Channel.SHELL, fixture.header("execute_request", "ann"), null, new JsonObject().put("code", "loop"));
        fixture.prints(before, "while nobody was there");
        fixture.says(Channel.SHELL, before, "execute_reply", NOTHING);

        FakePeer ann = fixture.client("ann");

        assertThat(ann.seen()).containsExactly("stream:while nobody was there", "execute_reply");
        assertThat(ann.received).allMatch(m -> !m.metadata().containsKey("atelier"));
    }
}
