/** What a candidate's out-of-fold predictions tell about it: curves, calibration, residuals, and a page that shows them. */
@NullMarked
package dev.atelier.autopilot.worker.insight;

import org.jspecify.annotations.NullMarked;
