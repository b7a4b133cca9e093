/** Experiments, trials and trial components: what was tried, with which parameters, and how well it did. */
@NullMarked
package dev.atelier.autopilot.service.experiment;

import org.jspecify.annotations.NullMarked;
