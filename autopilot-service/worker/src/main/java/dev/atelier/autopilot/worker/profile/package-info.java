/** What a data set is: types, statistics, problem type, and whether it can be used at all. */
@NullMarked
package dev.atelier.autopilot.worker.profile;

import org.jspecify.annotations.NullMarked;
