package dev.atelier.walk;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the walk has made and not yet removed; removed in reverse order at the end, also after a failed step. */
public final class CleanUp implements AutoCloseable {
    private final Deque<Item> items = new ArrayDeque<>();
    private final Report report;

    private record Item(String what, Runnable removal) {}

    public CleanUp(Report report) {
        this.report = report;
    }

    /** Registers the removal of something; the removal must be fine when it is gone already. */
    public void later(String what, Runnable removal) {
        items.push(new Item(what, removal));
    }

    @Override
    public void close() {
        while (!items.isEmpty()) {
            Item item = items.pop();
            try {
                item.removal().run();
            } catch (RuntimeException e) {
                report.detail("left behind: " + item.what() + " (" + e.getMessage() + ")");
            }
        }
    }
}
