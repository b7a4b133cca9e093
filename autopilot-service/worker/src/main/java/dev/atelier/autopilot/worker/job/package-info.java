/** The job directory: its files, their JSON, and how they are written. */
@NullMarked
package dev.atelier.autopilot.worker.job;

import org.jspecify.annotations.NullMarked;
