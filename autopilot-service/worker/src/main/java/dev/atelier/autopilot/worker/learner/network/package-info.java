/** A neural network for tables, in plain Java. */
@NullMarked
package dev.atelier.autopilot.worker.learner.network;

import org.jspecify.annotations.NullMarked;
