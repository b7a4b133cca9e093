/** Work as worker processes on this machine. */
@NullMarked
package dev.atelier.autopilot.service.engine.local;

import org.jspecify.annotations.NullMarked;
