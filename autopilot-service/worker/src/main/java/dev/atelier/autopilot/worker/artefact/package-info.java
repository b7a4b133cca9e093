/** The portable model: how it is written, read, and how it predicts. */
@NullMarked
package dev.atelier.autopilot.worker.artefact;

import org.jspecify.annotations.NullMarked;
