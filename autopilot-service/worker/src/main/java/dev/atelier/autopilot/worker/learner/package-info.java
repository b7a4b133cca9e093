/** The learners behind one interface: linear models of our own, LightGBM, XGBoost; others of our own in packages of theirs. */
@NullMarked
package dev.atelier.autopilot.worker.learner;

import org.jspecify.annotations.NullMarked;
