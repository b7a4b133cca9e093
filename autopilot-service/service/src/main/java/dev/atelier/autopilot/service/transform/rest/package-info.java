/** Batch transforms over REST. */
@NullMarked
package dev.atelier.autopilot.service.transform.rest;

import org.jspecify.annotations.NullMarked;
