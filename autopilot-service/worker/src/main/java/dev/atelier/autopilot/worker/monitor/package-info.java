/** Whether what an endpoint is asked still looks like what its model has learned from, and whether its answers are still right. */
@NullMarked
package dev.atelier.autopilot.worker.monitor;

import org.jspecify.annotations.NullMarked;
