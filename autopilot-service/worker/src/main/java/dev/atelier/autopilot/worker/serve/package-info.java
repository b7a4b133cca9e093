/** Scoring files and serving over HTTP. */
@NullMarked
package dev.atelier.autopilot.worker.serve;

import org.jspecify.annotations.NullMarked;
