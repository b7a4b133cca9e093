/** Monitors over REST. */
@NullMarked
package dev.atelier.autopilot.service.monitor.rest;

import org.jspecify.annotations.NullMarked;
