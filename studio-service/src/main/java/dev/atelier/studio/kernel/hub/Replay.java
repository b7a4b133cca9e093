package dev.atelier.studio.kernel.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides what a client that has just connected is sent of what was said before. */
final class Replay {
    private final OutputLog log;
    private final Journal journal;
    private final HubMessages messages;

    Replay(OutputLog log, Journal journal, HubMessages messages) {
        this.log = log;
        this.journal = journal;
        this.messages = messages;
    }

    /** A session that was here before: exactly what it missed. */
    void resume(ClientLink link) {
        ClientSession session = link.session();
        List<Entry> missed = log.after(session.acknowledged()).stream()
                .filter(entry -> entry.isFor(session.id()))
                .toList();
        if (log.hasDropped(session.acknowledged())) {
            Optional<Entry> sibling = missed.stream()
                    .filter(entry -> entry.execution() != null && entry.audience() == null)
                    .findFirst();
            sibling.ifPresent(entry -> link.enqueue(messages.notice(
                    entry.message(), "some output was dropped while this client was away: there was too much of it")));
        }
        missed.forEach(link::enqueue);
    }

    /** A session that was never here: each execution which is still of interest, whole. */
    void introduce(ClientLink link) {
        ClientSession session = link.session();
        List<Entry> told = new ArrayList<>(log.after(0).stream()
                .filter(entry -> session.id().equals(entry.audience()))
                .toList());
        for (Execution execution : journal.executions()) {
            told.addAll(execution.entries());
        }
        told.sort(Comparator.comparingLong(Entry::position));
        if (!told.isEmpty()) {
            link.rewind(told.getFirst().position() - 1);
        }
        List<Execution> begun = new ArrayList<>();
        for (Entry entry : told) {
            Execution execution = entry.execution();
            if (execution == null || session.asked(execution)) {
                link.enqueue(entry);
            } else {
                link.enqueueReplayed(entry, execution);
            }
            if (execution != null && execution.dropped() > 0 && !begun.contains(execution)) {
                begun.add(execution);
                Entry notice = new Entry(
                        entry.position(),
                        messages.notice(
                                entry.message(),
                                "the oldest " + execution.dropped() + " messages of this output were dropped"),
                        null,
                        execution);
                link.enqueueReplayed(notice, execution);
            }
        }
    }
}
