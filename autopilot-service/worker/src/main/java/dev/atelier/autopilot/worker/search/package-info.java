/** Which candidates are trained, in which order, and how one is cross-validated within its time. */
@NullMarked
package dev.atelier.autopilot.worker.search;

import org.jspecify.annotations.NullMarked;
