/** Forests of decision trees: ExtraTrees (Geurts, Ernst and Wehenkel 2006) and RandomForest (Breiman 2001). */
@NullMarked
package dev.atelier.autopilot.worker.learner.forest;

import org.jspecify.annotations.NullMarked;
