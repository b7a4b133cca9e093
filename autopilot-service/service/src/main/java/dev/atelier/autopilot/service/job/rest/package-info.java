/** Jobs and their candidates over REST. */
@NullMarked
package dev.atelier.autopilot.service.job.rest;

import org.jspecify.annotations.NullMarked;
