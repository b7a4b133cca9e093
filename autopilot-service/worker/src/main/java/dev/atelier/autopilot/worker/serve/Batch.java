package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.data.Table;

/** Rows to score. */
record Batch(Table table, boolean header) {}
