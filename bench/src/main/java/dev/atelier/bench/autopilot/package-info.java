/** Atelier's Autopilot beside other AutoML and a random forest: the same folds, time and cores, one after another. */
@org.jspecify.annotations.NullMarked
package dev.atelier.bench.autopilot;
