/** Batch transforms: a candidate scores a whole table, without an endpoint. */
@NullMarked
package dev.atelier.autopilot.service.transform;

import org.jspecify.annotations.NullMarked;
