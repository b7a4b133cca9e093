/** The Autopilot worker: command line, exit codes and the steps of a job. */
@NullMarked
package dev.atelier.autopilot.worker;

import org.jspecify.annotations.NullMarked;
