/** Uploaded tables: stored under an id of ours, checked before anything uses them. */
@NullMarked
package dev.atelier.autopilot.service.dataset;

import org.jspecify.annotations.NullMarked;
