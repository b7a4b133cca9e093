/** Who pays, what it costs, and the events that say so. */
@NullMarked
package dev.atelier.autopilot.service.usage;

import org.jspecify.annotations.NullMarked;
