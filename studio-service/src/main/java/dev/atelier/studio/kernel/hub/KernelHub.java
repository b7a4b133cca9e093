package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.ExecutionState;
import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.LegacyCodec;
import dev.atelier.studio.kernel.wire.MalformedFrameException;
import dev.atelier.studio.kernel.wire.V1Codec;
import dev.atelier.studio.kernel.wire.WireForm;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stands between one kernel and its clients. What the kernel publishes goes to every client, what it answers goes to the one who
 * asked. Clients can come before the kernel does, leave, and come back: what they missed is kept, within {@link HubLimits}.
 * Confined to one thread.
 */
public final class KernelHub {
    /** WebSocket close code: the service restarts, come again. JupyterLab reconnects on it. */
    public static final int SERVICE_RESTART = 1012;

    private static final int NORMAL = 1000;
    private static final int INVALID_PAYLOAD = 1007;
    private static final int TRY_AGAIN = 1013;

    private final HubLimits limits;
    private final Clock clock;
    private final HubListener listener;
    private final HubMessages messages;
    private final StateTracker tracker;
    private final History history;
    private final KernelLine line;
    private final Replay replay;
    private final List<ClientLink> links = new ArrayList<>();
    private boolean holding;

    public KernelHub(HubLimits limits, Clock clock, HubListener listener, ExecutionState state, Recorder recorder) {
        this.limits = limits;
        this.clock = clock;
        this.listener = listener;
        this.messages = new HubMessages(clock);
        this.tracker = new StateTracker(state);
        this.history = new History(limits, recorder);
        this.line = new KernelLine(limits.pendingBytes());
        this.replay = new Replay(history.log(), history.journal(), messages);
    }

    /** Takes up what the hub of an earlier life of the service wrote down, record by record. Comes before any client. */
    public void restore(Recorded record) {
        history.restore(record);
    }

    public ExecutionState state() {
        return tracker.state();
    }

    public int connections() {
        return links.size();
    }

    /** Takes in a client, and sends it what it must know of the past. An older connection of the same session is closed. */
    public void attach(Peer peer) {
        links.stream()
                .filter(link -> link.session().id().equals(peer.sessionId()))
                .toList()
                .forEach(stale -> {
                    links.remove(stale);
                    stale.peer().close(NORMAL, "replaced by a newer connection of the same session");
                });
        Optional<ClientSession> known = history.session(peer.sessionId());
        ClientSession session = known.orElseGet(() -> history.newSession(peer.sessionId()));
        ClientLink link = new ClientLink(peer, session, messages, limits.clientQueueBytes());
        if (known.isPresent()) {
            replay.resume(link);
        } else {
            replay.introduce(link);
            history.introduced(session);
        }
        links.add(link);
        if (holding) {
            peer.holdReading(true);
        }
        listener.connectionsChanged(links.size());
        flush(link);
    }

    /** Forgets a connection; its session is remembered. */
    public void detach(Peer peer) {
        if (links.removeIf(link -> link.peer().equals(peer))) {
            listener.connectionsChanged(links.size());
        }
    }

    /** The client's connection takes more again. */
    public void drained(Peer peer) {
        link(peer).ifPresent(this::flush);
    }

    /** A pong with the number that {@link Peer#ping} carried. */
    public void acknowledged(Peer peer, long acknowledgedPosition) {
        link(peer).ifPresent(link -> {
            link.ponged(acknowledgedPosition);
            history.acknowledged(link.session());
            flush(link);
        });
    }

    /** A frame from a client. One that is malformed ends the connection and is not forwarded. */
    public void fromClient(Peer peer, Frame frame) {
        Optional<ClientLink> link = link(peer);
        if (link.isEmpty()) {
            return;
        }
        KernelMessage message;
        try {
            message = decode(peer.form(), frame).checked();
            if (message.channel() == Channel.IOPUB) {
                throw new MalformedFrameException("clients do not speak on iopub");
            }
        } catch (MalformedFrameException e) {
            peer.close(INVALID_PAYLOAD, shortened(e));
            return;
        }
        history.asked(message, link.get().session().id());
        listener.active();
        forward(message);
    }

    /** The connection to the kernel stands. What clients sent meanwhile goes out. */
    public void upstreamOpened(Upstream opened) {
        line.opened(opened);
        hold();
        nudge();
    }

    /** The kernel's connection takes more again. */
    public void upstreamDrained() {
        line.sendPending();
        hold();
    }

    /** The connection to the kernel is gone; what clients send waits for the next one. */
    public void upstreamClosed(Upstream closed) {
        line.closed(closed);
    }

    /** Closes the connection to the kernel, if there is one. */
    public void disconnectUpstream() {
        line.disconnect();
    }

    public boolean hasUpstream() {
        return line.isUp();
    }

    /** Asks a kernel that has not said anything yet how it is, so that it becomes idle without a client. */
    public void nudge() {
        Upstream open = line.upstream();
        boolean silent = state() == ExecutionState.STARTING || state() == ExecutionState.RESTARTING;
        if (open != null && (silent || line.isUnheard())) {
            open.write(messages.kernelInfoRequest().frame(WireForm.V1).payload());
        }
    }

    /** A frame of the v1 subprotocol from the kernel; one from a connection that was given up is ignored. */
    public void fromUpstream(Upstream from, Buffer frame) {
        if (!line.isOf(from)) {
            return;
        }
        KernelMessage message = V1Codec.decode(frame);
        messages.kernelSession(message.header().session());
        boolean own = HubMessages.isOwn(message.parent().id());
        if (message.isIopub("status")) {
            observe(message);
        }
        if (own) {
            return;
        }
        listener.active();
        publish(message);
    }

    /** Sets the state as another source knows it. */
    public void assume(ExecutionState state) {
        ExecutionState before = state();
        tracker.set(state);
        notifyState(before);
    }

    /**
     * The kernel is being restarted because somebody asked for it. What it was doing is over; what clients send waits for the new one. As
     * with a stock server, no client is told {@code restarting}: JupyterLab takes that for a crash and cancels what it runs next.
     */
    public void restarting() {
        disconnectUpstream();
        for (Execution execution : history.journal().inFlight()) {
            history.request(execution.id()).ifPresent(request -> {
                publish(messages.abortedReply(request));
                publish(messages.idle(request));
            });
        }
        assume(ExecutionState.RESTARTING);
    }

    /** The kernel is dead and stays so. Clients learn why, and are let go. */
    public void die(String reason) {
        abort("KernelDied", reason);
        become(ExecutionState.DEAD);
        disconnectUpstream();
        line.clear();
        closeAll(NORMAL, reason);
    }

    /** Sends every client away; those that can will come back to another process. */
    public void drain() {
        closeAll(SERVICE_RESTART, "the service restarts");
        disconnectUpstream();
    }

    /** Called every 30 seconds: pings every client, drops those that do not answer. */
    public void tick() {
        for (ClientLink link : List.copyOf(links)) {
            if (link.isSilent(clock.instant(), limits.pongTimeout())) {
                links.remove(link);
                link.peer().close(TRY_AGAIN, "no answer to a ping");
                listener.connectionsChanged(links.size());
            } else {
                link.ping(clock.instant(), true);
            }
        }
    }

    private void observe(KernelMessage status) {
        ExecutionState before = state();
        String said = status.content().getString("execution_state", "");
        if (said.equals(ExecutionState.RESTARTING.wireName()) && before != ExecutionState.RESTARTING) {
            abort("KernelDied", listener.processEnded() + " A new kernel takes its place; memory is lost.");
        }
        tracker.observe(status);
        notifyState(before);
        if (state() == ExecutionState.RESTARTING) {
            // A new process may answer before its output is listened to: nothing is sent until it is heard.
            line.unheard(true);
        } else if (line.isUnheard()) {
            line.unheard(false);
            upstreamDrained();
        }
    }

    private void become(ExecutionState state) {
        assume(state);
        publish(messages.status(state));
    }

    private void notifyState(ExecutionState before) {
        if (state() != before) {
            listener.stateChanged(state());
        }
    }

    private void abort(String name, String reason) {
        for (Execution execution : history.journal().inFlight()) {
            history.request(execution.id()).ifPresent(request -> {
                publish(messages.error(request, name, reason));
                publish(messages.errorReply(request, name, reason));
                publish(messages.idle(request));
            });
            execution.finish();
        }
    }

    private void publish(KernelMessage message) {
        Entry entry = history.said(message);
        for (ClientLink link : List.copyOf(links)) {
            if (entry.isFor(link.session().id())) {
                link.enqueue(entry);
                flush(link);
            }
        }
    }

    private void forward(KernelMessage message) {
        line.send(message.frame(WireForm.V1).payload());
        hold();
    }

    /** Reads clients as fast as the kernel takes what they say. */
    private void hold() {
        boolean full = line.isFull();
        if (holding != full) {
            holding = full;
            links.forEach(link -> link.peer().holdReading(full));
        }
    }

    private void flush(ClientLink link) {
        link.flush();
        if (link.isHopeless()) {
            links.remove(link);
            link.peer().close(TRY_AGAIN, "too slow");
            listener.connectionsChanged(links.size());
        } else {
            link.ping(clock.instant(), false);
        }
    }

    private void closeAll(int code, String reason) {
        List<ClientLink> leaving = List.copyOf(links);
        links.clear();
        leaving.forEach(link -> link.peer().close(code, reason));
        if (!leaving.isEmpty()) {
            listener.connectionsChanged(0);
        }
    }

    private Optional<ClientLink> link(Peer peer) {
        return links.stream().filter(link -> link.peer().equals(peer)).findFirst();
    }

    private static KernelMessage decode(WireForm form, Frame frame) {
        return switch (form) {
            case V1 -> {
                if (frame.text()) {
                    throw new MalformedFrameException("text in the binary subprotocol");
                }
                yield V1Codec.decode(frame.payload());
            }
            case LEGACY -> LegacyCodec.decode(frame);
        };
    }

    /** A close reason has at most 123 bytes. */
    private static String shortened(MalformedFrameException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("[^ -~]", "?");
        return message.length() <= 100 ? message : message.substring(0, 100);
    }
}
