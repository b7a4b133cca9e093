/** Tests of autopilot-service, from the outside; those of a feature are beside the feature. */
@NullMarked
package dev.atelier.autopilot.service;

import org.jspecify.annotations.NullMarked;
