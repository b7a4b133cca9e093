package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.ExecutionState;
import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.LegacyCodec;
import dev.atelier.studio.kernel.wire.V1Codec;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A hub with a kernel and clients that are written down as lists. */
final class HubFixture implements HubListener {
    final TestClock clock = new TestClock();
    final List<ExecutionState> states = new ArrayList<>();
    final KernelHub hub;
    final FakeUpstream upstream = new FakeUpstream();
    private final AtomicInteger ids = new AtomicInteger();

    HubFixture(HubLimits limits) {
        this(limits, Recorder.NONE);
    }

    HubFixture(HubLimits limits, Recorder recorder) {
        hub = new KernelHub(limits, clock, this, ExecutionState.STARTING, recorder);
    }

    static HubFixture connected() {
        HubFixture fixture = new HubFixture(HubLimits.defaults());
        fixture.hub.upstreamOpened(fixture.upstream);
        fixture.upstream.sent.clear();
        return fixture;
    }

    FakePeer client(String session) {
        return client(session, WireForm.V1);
    }

    FakePeer client(String session, WireForm form) {
        FakePeer peer = new FakePeer(this, session, form);
        hub.attach(peer);
        return peer;
    }

    /** Has the client ask for an execution; the request as the kernel got it. */
    KernelMessage execute(FakePeer peer, String code, String cellId) {
        return ask(peer, "execute_request", new JsonObject().put("code", code), new JsonObject().put("cellId", cellId));
    }

    KernelMessage ask(FakePeer peer, String type, JsonObject content, JsonObject metadata) {
        KernelMessage request = KernelMessage.of(Channel.SHELL, header(type, peer.session), null, content)
                .withMetadata(metadata);
        hub.fromClient(peer, request.frame(peer.form));
        return request;
    }

    JsonObject header(String type, String session) {
        return new JsonObject()
                .put("msg_id", "m" + ids.incrementAndGet())
                .put("msg_type", type)
                .put("session", session);
    }

    /** The kernel says something about the request. */
    void says(Channel channel, KernelMessage request, String type, JsonObject content) {
        KernelMessage message = KernelMessage.of(channel, header(type, "kernel"), request, content);
        hub.fromUpstream(upstream, message.frame(WireForm.V1).payload());
    }

    void status(KernelMessage request, String state) {
        says(Channel.IOPUB, request, "status", new JsonObject().put("execution_state", state));
    }

    void prints(KernelMessage request, String text) {
        says(
                Channel.IOPUB,
                request,
                "stream",
                new JsonObject().put("name", "stdout").put("text", text));
    }

    @Override
    public void stateChanged(ExecutionState state) {
        states.add(state);
    }

    @Override
    public void active() {}

    @Override
    public void connectionsChanged(int connections) {}

    @Override
    public String processEnded() {
        return "It was killed by SIGKILL.";
    }

    static final class FakeUpstream implements Upstream {
        final List<KernelMessage> sent = new ArrayList<>();
        boolean writable = true;
        boolean closed;

        @Override
        public boolean writable() {
            return writable;
        }

        @Override
        public void write(Buffer frame) {
            sent.add(V1Codec.decode(frame));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static final class FakePeer implements Peer {
        final List<KernelMessage> received = new ArrayList<>();
        final List<Frame> frames = new ArrayList<>();
        final List<Long> pings = new ArrayList<>();
        final String session;
        final WireForm form;
        private final HubFixture fixture;
        boolean writable = true;
        boolean answersPings = true;
        boolean held;
        int closeCode;

        FakePeer(HubFixture fixture, String session, WireForm form) {
            this.fixture = fixture;
            this.session = session;
            this.form = form;
        }

        /** What it has seen, as "type:text". */
        List<String> seen() {
            return received.stream().map(FakePeer::describe).toList();
        }

        void becomesWritable() {
            writable = true;
            fixture.hub.drained(this);
        }

        void leaves() {
            fixture.hub.detach(this);
        }

        @Override
        public String sessionId() {
            return session;
        }

        @Override
        public WireForm form() {
            return form;
        }

        @Override
        public boolean writable() {
            return writable;
        }

        @Override
        public void write(Frame frame) {
            frames.add(frame);
            received.add(form == WireForm.V1 ? V1Codec.decode(frame.payload()) : LegacyCodec.decode(frame));
        }

        @Override
        public void ping(long position) {
            pings.add(position);
            if (answersPings) {
                fixture.hub.acknowledged(this, position);
            }
        }

        @Override
        public void holdReading(boolean hold) {
            held = hold;
        }

        @Override
        public void close(int code, String reason) {
            closeCode = code;
        }

        private static String describe(KernelMessage message) {
            JsonObject content = message.content();
            String what =
                    content.getString("text", content.getString("execution_state", content.getString("ename", "")));
            return what.isEmpty() ? message.header().type() : message.header().type() + ":" + what;
        }
    }

    static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
