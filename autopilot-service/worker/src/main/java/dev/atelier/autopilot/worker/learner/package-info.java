/** The learners behind one interface: linear models of our own, LightGBM, XGBoost. */
@NullMarked
package dev.atelier.autopilot.worker.learner;

import org.jspecify.annotations.NullMarked;
