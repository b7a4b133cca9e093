/** Gradient boosting of oblivious trees: every level of a tree asks one question of all its rows. */
@NullMarked
package dev.atelier.autopilot.worker.learner.oblivious;

import org.jspecify.annotations.NullMarked;
