/** What runs the work of jobs and endpoints, seen through one interface. */
@NullMarked
package dev.atelier.autopilot.service.engine;

import org.jspecify.annotations.NullMarked;
