/** Candidates under a name of their own, and configurations that endpoints are made from. */
@NullMarked
package dev.atelier.autopilot.service.model;

import org.jspecify.annotations.NullMarked;
