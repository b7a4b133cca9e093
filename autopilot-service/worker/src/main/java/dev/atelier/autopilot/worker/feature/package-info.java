/** From typed columns to a matrix of numbers; everything that is learned from data is learned inside a fold. */
@NullMarked
package dev.atelier.autopilot.worker.feature;

import org.jspecify.annotations.NullMarked;
