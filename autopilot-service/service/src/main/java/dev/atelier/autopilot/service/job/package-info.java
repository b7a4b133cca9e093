/** AutoML jobs: what was asked, how far it is, and the reconciler that drives it. */
@NullMarked
package dev.atelier.autopilot.service.job;

import org.jspecify.annotations.NullMarked;
