/** What clients of other protocols say of resources and want to hear again. */
@NullMarked
package dev.atelier.autopilot.service.kept;

import org.jspecify.annotations.NullMarked;
