package dev.atelier.billing.meter;

import jakarta.enterprise.context.ApplicationScoped;

/** Merges what waits into the sums when a test wants it. */
@ApplicationScoped
public class Merging {
    private final DayTable days;

    Merging(DayTable days) {
        this.days = days;
    }

    public void merge() {
        days.merge();
    }
}
