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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private final OutputLog log;
    private final Journal journal;
    private final Replay replay;
    private final Sessions sessions = new Sessions();
    private final Requests requests = new Requests();
    private final List<ClientLink> links = new ArrayList<>();
    private final Deque<Buffer> pending = new ArrayDeque<>();
    private @Nullable Upstream upstream;
    private long pendingBytes;
    private long position;
    private long events;
    private boolean holding;
    private boolean unheard;

    public KernelHub(HubLimits limits, Clock clock, HubListener listener, ExecutionState state) {
        this.limits = limits;
        this.clock = clock;
        this.listener = listener;
        this.messages = new HubMessages(clock);
        this.tracker = new StateTracker(state);
        this.log = new OutputLog(limits.logBytes());
        this.journal = new Journal(limits.executionBytes(), limits.journalBytes());
        this.replay = new Replay(log, journal, messages);
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
        Optional<ClientSession> known = sessions.find(peer.sessionId());
        ClientSession session = known.orElseGet(() -> sessions.add(peer.sessionId(), ++events, position));
        ClientLink link = new ClientLink(peer, session, messages, limits.clientQueueBytes());
        if (known.isPresent()) {
            replay.resume(link);
        } else {
            replay.introduce(link);
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
            journal.acknowledged(link.session(), link.session().acknowledged());
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
        String session = link.get().session().id();
        requests.remember(message, session);
        if (message.header().type().equals("execute_request")) {
            journal.open(new Execution(
                    message.header().id(), session, message.metadata().getString("cellId"), ++events));
        }
        listener.active();
        forward(message);
    }

    /** The connection to the kernel stands. What clients sent meanwhile goes out. */
    public void upstreamOpened(Upstream opened) {
        upstream = opened;
        sendPending(opened);
        hold(!pending.isEmpty() || !opened.writable());
        nudge();
    }

    /** The kernel's connection takes more again. */
    public void upstreamDrained() {
        Upstream open = upstream;
        if (open != null) {
            sendPending(open);
        }
        hold((open == null || unheard) ? pendingBytes > limits.pendingBytes() : !open.writable());
    }

    /** The connection to the kernel is gone; what clients send waits for the next one. */
    public void upstreamClosed(Upstream closed) {
        if (closed.equals(upstream)) {
            upstream = null;
        }
    }

    /** Closes the connection to the kernel, if there is one. */
    public void disconnectUpstream() {
        Upstream open = upstream;
        upstream = null;
        if (open != null) {
            open.close();
        }
    }

    public boolean hasUpstream() {
        return upstream != null;
    }

    /** Asks a kernel that has not said anything yet how it is, so that it becomes idle without a client. */
    public void nudge() {
        Upstream open = upstream;
        boolean silent = state() == ExecutionState.STARTING || state() == ExecutionState.RESTARTING;
        if (open != null && (silent || unheard)) {
            open.write(messages.kernelInfoRequest().frame(WireForm.V1).payload());
        }
    }

    /** A frame of the v1 subprotocol from the kernel; one from a connection that was given up is ignored. */
    public void fromUpstream(Upstream from, Buffer frame) {
        if (!from.equals(upstream)) {
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

    /** The kernel is being restarted because somebody asked for it. What it was doing is over; what clients send waits for the new one. */
    public void restarting() {
        disconnectUpstream();
        for (Execution execution : journal.inFlight()) {
            requests.find(execution.id()).ifPresent(request -> {
                publish(messages.abortedReply(request));
                publish(messages.idle(request));
            });
        }
        become(ExecutionState.RESTARTING);
    }

    /** The kernel is dead and stays so. Clients learn why, and are let go. */
    public void die(String reason) {
        abort("KernelDied", reason);
        become(ExecutionState.DEAD);
        disconnectUpstream();
        pending.clear();
        pendingBytes = 0;
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
            unheard = true;
        } else if (unheard) {
            unheard = false;
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
        for (Execution execution : journal.inFlight()) {
            requests.find(execution.id()).ifPresent(request -> {
                publish(messages.error(request, name, reason));
                publish(messages.errorReply(request, name, reason));
                publish(messages.idle(request));
            });
            execution.finish();
        }
    }

    private void publish(KernelMessage message) {
        boolean everybody = message.channel() == Channel.IOPUB;
        Execution execution = everybody ? execution(message) : null;
        String audience = everybody
                ? null
                : requests.session(message.parent().id())
                        .orElse(message.parent().session());
        Entry entry = new Entry(++position, message, audience, execution);
        log.add(entry);
        if (execution != null) {
            journal.add(execution, entry);
            if (message.isIopub("status") && "idle".equals(message.content().getString("execution_state"))) {
                execution.finish();
            }
        }
        for (ClientLink link : List.copyOf(links)) {
            if (entry.isFor(link.session().id())) {
                link.enqueue(entry);
                flush(link);
            }
        }
    }

    private @Nullable Execution execution(KernelMessage message) {
        String id = message.parent().id();
        if (!message.parent().type().equals("execute_request") || journal.isSettled(id)) {
            return null;
        }
        return journal.find(id).orElseGet(() -> {
            Execution found = new Execution(id, message.parent().session(), null, ++events);
            journal.open(found);
            return found;
        });
    }

    private void forward(KernelMessage message) {
        Buffer frame = message.frame(WireForm.V1).payload();
        Upstream open = upstream;
        if (open != null && pending.isEmpty() && !unheard) {
            open.write(frame);
            hold(!open.writable());
        } else {
            pending.addLast(frame);
            pendingBytes += frame.length();
            hold(pendingBytes > limits.pendingBytes());
        }
    }

    private void sendPending(Upstream open) {
        while (!unheard && !pending.isEmpty() && open.writable()) {
            Buffer next = pending.removeFirst();
            pendingBytes -= next.length();
            open.write(next);
        }
    }

    private void hold(boolean hold) {
        if (holding != hold) {
            holding = hold;
            links.forEach(link -> link.peer().holdReading(hold));
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
