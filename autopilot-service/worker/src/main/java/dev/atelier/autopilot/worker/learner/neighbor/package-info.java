/** Answers from the most alike training rows, by distances that are learned (Goldberger et al. 2004, neighbourhood components analysis). */
@NullMarked
package dev.atelier.autopilot.worker.learner.neighbor;

import org.jspecify.annotations.NullMarked;
