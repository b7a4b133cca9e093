/** Models and configurations of endpoints over REST. */
@NullMarked
package dev.atelier.autopilot.service.model.rest;

import org.jspecify.annotations.NullMarked;
