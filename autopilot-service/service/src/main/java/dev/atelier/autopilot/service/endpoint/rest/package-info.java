/** Endpoints over REST. */
@NullMarked
package dev.atelier.autopilot.service.endpoint.rest;

import org.jspecify.annotations.NullMarked;
