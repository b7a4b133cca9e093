/** Artefacts of jobs over REST. */
@NullMarked
package dev.atelier.autopilot.service.notebook.rest;

import org.jspecify.annotations.NullMarked;
