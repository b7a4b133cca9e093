package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.wire.Channel;
import dev.atelier.studio.kernel.wire.KernelMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a hub knows of the past: who asked what, what was said, who has got how far. Written down as it grows. */
final class History {
    private final OutputLog log;
    private final Journal journal;
    private final Sessions sessions = new Sessions();
    private final Requests requests = new Requests();
    private final Recorder recorder;
    private long position;
    private long events;

    History(HubLimits limits, Recorder recorder) {
        this.log = new OutputLog(limits.logBytes());
        this.journal = new Journal(limits.executionBytes(), limits.journalBytes());
        this.recorder = recorder;
    }

    /** Takes up a record of an earlier life of the service. */
    void restore(Recorded record) {
        switch (record) {
            case Recorded.Requested(var request, var session) -> {
                String id = request.header().id();
                if (requests.find(id).isEmpty() && !journal.isSettled(id)) {
                    remember(request, session);
                }
            }
            case Recorded.Said(var at, var message) -> {
                if (at > position + 1) {
                    log.dropped(at - 1);
                }
                position = at;
                keep(message);
            }
            case Recorded.Acknowledged(var session, var upTo) -> {
                position = Math.max(position, upTo);
                ClientSession known = sessions.find(session).orElseGet(() -> sessions.add(session, ++events, upTo));
                known.acknowledge(upTo);
                journal.acknowledged(known, upTo);
            }
        }
    }

    OutputLog log() {
        return log;
    }

    Journal journal() {
        return journal;
    }

    Optional<ClientSession> session(String id) {
        return sessions.find(id);
    }

    /** A session that comes for the first time; nothing of the past is its own. */
    ClientSession newSession(String id) {
        return sessions.add(id, ++events, position);
    }

    /** The session was told where it begins. */
    void introduced(ClientSession session) {
        recorder.acknowledged(session.id(), session.acknowledged());
    }

    void acknowledged(ClientSession session) {
        recorder.acknowledged(session.id(), session.acknowledged());
        journal.acknowledged(session, session.acknowledged());
    }

    /** A client asks something. */
    void asked(KernelMessage request, String session) {
        recorder.requested(request, session);
        remember(request, session);
    }

    /** The request that a message id names, without its content. */
    Optional<KernelMessage> request(String id) {
        return requests.find(id);
    }

    /** Something was said. It is on record before it is anywhere else. */
    Entry said(KernelMessage message) {
        recorder.said(++position, message);
        return keep(message);
    }

    private void remember(KernelMessage request, String session) {
        requests.remember(request, session);
        if (request.header().type().equals("execute_request")) {
            journal.open(new Execution(
                    request.header().id(), session, request.metadata().getString("cellId"), ++events));
        }
    }

    private Entry keep(KernelMessage message) {
        boolean everybody = message.channel() == Channel.IOPUB;
        Execution execution = everybody ? execution(message) : null;
        String audience = everybody
                ? null
                : requests.session(message.parent().id())
                        .orElse(message.parent().session());
        Entry entry = new Entry(position, message, audience, execution);
        log.add(entry);
        if (execution != null) {
            journal.add(execution, entry);
            if (message.isIopub("status") && "idle".equals(message.content().getString("execution_state"))) {
                execution.finish();
            }
        }
        return entry;
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
}
