/** Experiments over REST. */
@NullMarked
package dev.atelier.autopilot.service.experiment.rest;

import org.jspecify.annotations.NullMarked;
