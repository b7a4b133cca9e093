package dev.atelier.studio.kernel.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The executions which somebody may still want to see: those in flight, and those that ended before any client had acknowledged
 * their last message. Bounded per execution and in total; the oldest output goes first.
 */
final class Journal {
    private static final int REMEMBERED_IDS = 1000;

    private final int executionLimit;
    private final int totalLimit;
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final Set<String> settled = new LinkedHashSet<>();
    private long bytes;

    Journal(int executionLimit, int totalLimit) {
        this.executionLimit = executionLimit;
        this.totalLimit = totalLimit;
    }

    void open(Execution execution) {
        executions.put(execution.id(), execution);
    }

    Optional<Execution> find(String id) {
        return Optional.ofNullable(executions.get(id));
    }

    /** Whether this execution has been seen and let go. */
    boolean isSettled(String id) {
        return settled.contains(id);
    }

    void add(Execution execution, Entry entry) {
        int before = execution.bytes();
        execution.add(entry);
        while (execution.bytes() > executionLimit && execution.dropOldest()) {
            // goes on until it fits or only what must be kept is left
        }
        bytes += execution.bytes() - before;
        shrink();
    }

    /** A client of this session has everything up to the position. */
    void acknowledged(ClientSession session, long position) {
        List<Execution> done = executions.values().stream()
                .filter(execution ->
                        execution.finished() && execution.lastPosition() <= position && session.follows(execution))
                .toList();
        done.forEach(this::settle);
    }

    /** What is kept, the oldest execution first. */
    List<Execution> executions() {
        return new ArrayList<>(executions.values());
    }

    /** The executions that have not ended. */
    List<Execution> inFlight() {
        return executions.values().stream()
                .filter(execution -> !execution.finished())
                .toList();
    }

    private void shrink() {
        while (bytes > totalLimit) {
            Optional<Execution> oldest =
                    executions.values().stream().filter(Execution::finished).findFirst();
            if (oldest.isPresent()) {
                settle(oldest.get());
            } else if (!dropFromBiggest()) {
                return;
            }
        }
    }

    private boolean dropFromBiggest() {
        Execution biggest = null;
        for (Execution execution : executions.values()) {
            if (biggest == null || execution.bytes() > biggest.bytes()) {
                biggest = execution;
            }
        }
        if (biggest == null) {
            return false;
        }
        int before = biggest.bytes();
        boolean dropped = biggest.dropOldest();
        bytes -= before - biggest.bytes();
        return dropped;
    }

    private void settle(Execution execution) {
        executions.remove(execution.id());
        bytes -= execution.bytes();
        settled.add(execution.id());
        if (settled.size() > REMEMBERED_IDS) {
            settled.remove(settled.iterator().next());
        }
    }
}
