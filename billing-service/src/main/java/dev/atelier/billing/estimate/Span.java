package dev.atelier.billing.estimate;

import java.time.Instant;

/** A time from a moment to another; empty when the end is not after the start. */
record Span(Instant start, Instant end) {}
