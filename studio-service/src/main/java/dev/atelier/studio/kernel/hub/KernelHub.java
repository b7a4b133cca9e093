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
import java.util.Optional;

/**
 * Stands between one kernel and its clients. What the kernel publishes goes to every client, what it answers goes to the one who
 * asked. Clients can come before the kernel does, leave, and come back: what they missed is kept, within {@link HubLimits}.
 * Confined to one thread.
 */
public final class KernelHub {
    private final HubLimits limits;
    private final HubListener listener;
    private final HubMessages messages;
    private final StateTracker tracker;
    private final History history;
    private final KernelLine line;
    private final Replay replay;
    private final Clients clients;

    public KernelHub(HubLimits limits, Clock clock, HubListener listener, ExecutionState state, Recorder recorder) {
        this.limits = limits;
        this.listener = listener;
        this.messages = new HubMessages(clock);
        this.tracker = new StateTracker(state);
        this.history = new History(limits, recorder);
        this.line = new KernelLine(limits.pendingBytes());
        this.replay = new Replay(history.log(), history.journal(), messages);
        this.clients = new Clients(limits, clock, listener::connectionsChanged);
    }

    /** Takes up what the hub of an earlier life of the service wrote down, record by record. Comes before any client. */
    public void restore(Recorded record) {
        history.restore(record);
    }

    public ExecutionState state() {
        return tracker.state();
    }

    public int connections() {
        return clients.count();
    }

    /** Takes in a client, and sends it what it must know of the past. An older connection of the same session is closed. */
    public void attach(Peer peer) {
        clients.replace(peer.sessionId());
        Optional<ClientSession> known = history.session(peer.sessionId());
        ClientSession session = known.orElseGet(() -> history.newSession(peer.sessionId()));
        ClientLink link = new ClientLink(peer, session, messages, limits.clientQueueBytes());
        if (known.isPresent()) {
            replay.resume(link);
        } else {
            replay.introduce(link);
            history.introduced(session);
        }
        clients.add(link);
    }

    /** Forgets a connection; its session is remembered. */
    public void detach(Peer peer) {
        clients.remove(peer);
    }

    /** The client's connection takes more again. */
    public void drained(Peer peer) {
        clients.find(peer).ifPresent(clients::flush);
    }

    /** A pong with the number that {@link Peer#ping} carried. */
    public void acknowledged(Peer peer, long acknowledgedPosition) {
        clients.find(peer).ifPresent(link -> {
            link.ponged(acknowledgedPosition);
            history.acknowledged(link.session());
            clients.flush(link);
        });
    }

    /** A frame from a client. One that is malformed ends the connection and is not forwarded. */
    public void fromClient(Peer peer, Frame frame) {
        Optional<ClientLink> link = clients.find(peer);
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
            peer.close(CloseCode.INVALID_PAYLOAD, shortened(e));
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
        clients.close(CloseCode.NORMAL, reason);
    }

    /** Sends every client away; those that can will come back to another process. */
    public void drain() {
        clients.close(CloseCode.SERVICE_RESTART, "the service restarts");
        disconnectUpstream();
    }

    /** Called every 30 seconds: pings every client, drops those that do not answer. */
    public void tick() {
        clients.ping();
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
        clients.publish(history.said(message));
    }

    private void forward(KernelMessage message) {
        line.send(message.frame(WireForm.V1).payload());
        hold();
    }

    /** Reads clients as fast as the kernel takes what they say. */
    private void hold() {
        clients.hold(line.isFull());
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
