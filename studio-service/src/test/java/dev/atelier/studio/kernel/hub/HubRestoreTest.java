package dev.atelier.studio.kernel.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.kernel.hub.HubFixture.FakePeer;
import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.KernelMessage;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hub that takes up what an earlier one wrote down. */
class HubRestoreTest {
    private final Memory memory = new Memory();

    @Test
    void aSessionGetsExactlyWhatItMissedAndANewOneTheWholeCell() {
        HubFixture before = fixture();
        FakePeer ann = before.client("ann");
        KernelMessage request = before.execute(ann, "loop", "c1");
        before.status(request, "busy");
        before.prints(request, "1");
        ann.leaves();
        before.prints(request, "2");

        HubFixture after = restored();
        FakePeer back = after.client("ann");
        FakePeer reloaded = after.client("page-2");
        after.prints(request, "3");
        after.status(request, "idle");

        assertThat(back.seen()).containsExactly("stream:2", "stream:3", "status:idle");
        assertThat(reloaded.seen()).containsExactly("status:busy", "stream:1", "stream:2", "stream:3", "status:idle");
        assertThat(reloaded.received)
                .allMatch(message ->
                        "c1".equals(message.metadata().getJsonObject("atelier").getString("cellId")));
    }

    @Test
    void aReplyThatNobodyHadYetIsForTheOneWhoAsked() {
        HubFixture before = fixture();
        FakePeer ann = before.client("ann");
        FakePeer bob = before.client("bob");
        KernelMessage request = before.execute(ann, "1", "c1");
        ann.leaves();
        before.says(Channel.SHELL, request, "execute_reply", new JsonObject());
        assertThat(bob.seen()).isEmpty();

        HubFixture after = restored();

        assertThat(after.client("bob").seen()).isEmpty();
        assertThat(after.client("ann").seen()).containsExactly("execute_reply");
    }

    @Test
    void whatWasSeenToItsEndIsNotReplayed() {
        HubFixture before = fixture();
        FakePeer ann = before.client("ann");
        KernelMessage request = before.execute(ann, "1", "c1");
        before.prints(request, "1");
        before.status(request, "idle");

        assertThat(restored().client("page-2").seen()).isEmpty();
    }

    @Test
    void aDeathAfterwardsIsToldForWhatWasUnderWay() {
        HubFixture before = fixture();
        KernelMessage request = before.execute(before.client("ann"), "loop", "c1");
        before.status(request, "busy");

        HubFixture after = restored();
        FakePeer back = after.client("ann");
        after.hub.die("It was killed.");

        assertThat(back.seen())
                .containsExactly("error:KernelDied", "execute_reply:KernelDied", "status:idle", "status:dead");
        assertThat(back.closeCode).isEqualTo(1000);
    }

    private HubFixture fixture() {
        HubFixture fixture = new HubFixture(HubLimits.defaults(), memory);
        fixture.hub.upstreamOpened(fixture.upstream);
        return fixture;
    }

    private HubFixture restored() {
        List<Recorded> records = List.copyOf(memory.records);
        HubFixture fixture = new HubFixture(HubLimits.defaults(), memory);
        records.forEach(fixture.hub::restore);
        fixture.hub.upstreamOpened(fixture.upstream);
        return fixture;
    }

    private static final class Memory implements Recorder {
        private final List<Recorded> records = new ArrayList<>();

        @Override
        public void requested(KernelMessage request, String session) {
            records.add(new Recorded.Requested(request.headerOnly().withMetadata(request.metadata()), session));
        }

        @Override
        public void said(long position, KernelMessage message) {
            records.add(new Recorded.Said(position, message));
        }

        @Override
        public void acknowledged(String session, long position) {
            records.add(new Recorded.Acknowledged(session, position));
        }
    }
}
