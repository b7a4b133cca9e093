/** Atelier on one machine: the launcher behind {@code ./atelier}. */
@NullMarked
package dev.atelier.local;

import org.jspecify.annotations.NullMarked;
