/** Endpoints: a candidate that answers requests. */
@NullMarked
package dev.atelier.autopilot.service.endpoint;

import org.jspecify.annotations.NullMarked;
