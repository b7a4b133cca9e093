/** Greedy ensemble selection on out-of-fold predictions. */
@NullMarked
package dev.atelier.autopilot.worker.ensemble;

import org.jspecify.annotations.NullMarked;
