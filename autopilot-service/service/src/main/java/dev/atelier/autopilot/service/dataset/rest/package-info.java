/** Data sets over REST. */
@NullMarked
package dev.atelier.autopilot.service.dataset.rest;

import org.jspecify.annotations.NullMarked;
