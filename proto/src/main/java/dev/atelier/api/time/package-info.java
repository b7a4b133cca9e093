/** Times of the contracts as {@code java.time} values. */
@NullMarked
package dev.atelier.api.time;

import org.jspecify.annotations.NullMarked;
