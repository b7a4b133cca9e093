/** Why a model predicts what it predicts: permutation importance, Shapley values, partial dependence. */
@NullMarked
package dev.atelier.autopilot.worker.explain;

import org.jspecify.annotations.NullMarked;
