/** The clock, and times in requests. */
@NullMarked
package dev.atelier.platform.time;

import org.jspecify.annotations.NullMarked;
