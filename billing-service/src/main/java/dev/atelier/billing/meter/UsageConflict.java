package dev.atelier.billing.meter;

/** An event whose key is taken by an event that says something else. */
public record UsageConflict(EventKey key, String reason) {}
