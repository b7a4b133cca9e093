/** How good predictions are. */
@NullMarked
package dev.atelier.autopilot.worker.metric;

import org.jspecify.annotations.NullMarked;
