/** Monitors: schedules that compare what an endpoint is asked, or how good its answers are, with what its model was trained on. */
@NullMarked
package dev.atelier.autopilot.service.monitor;

import org.jspecify.annotations.NullMarked;
