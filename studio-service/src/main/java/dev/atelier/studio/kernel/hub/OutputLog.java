package dev.atelier.studio.kernel.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The kernel's latest messages in order, for clients that come back. Bounded; the oldest go first. */
final class OutputLog {
    private final int limit;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long droppedUpTo;

    OutputLog(int limit) {
        this.limit = limit;
    }

    void add(Entry entry) {
        entries.addLast(entry);
        bytes += entry.weight();
        while (bytes > limit && entries.size() > 1) {
            Entry oldest = entries.removeFirst();
            bytes -= oldest.weight();
            droppedUpTo = oldest.position();
        }
    }

    /** What was said up to the position is gone, as far as it is not here. */
    void dropped(long position) {
        droppedUpTo = Math.max(droppedUpTo, position);
    }

    /** What came after the position. */
    List<Entry> after(long position) {
        List<Entry> found = new ArrayList<>();
        for (var iterator = entries.descendingIterator(); iterator.hasNext(); ) {
            Entry entry = iterator.next();
            if (entry.position() <= position) {
                break;
            }
            found.add(entry);
        }
        return found.reversed();
    }

    /** Whether something after the position is gone. */
    boolean hasDropped(long position) {
        return droppedUpTo > position;
    }
}
