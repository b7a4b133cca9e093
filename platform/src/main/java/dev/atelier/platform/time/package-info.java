/** The clock. */
@NullMarked
package dev.atelier.platform.time;

import org.jspecify.annotations.NullMarked;
