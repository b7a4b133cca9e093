/** Small things that every feature of this service uses. */
@NullMarked
package dev.atelier.autopilot.service.support;

import org.jspecify.annotations.NullMarked;
