/** Tests of Studio over its own doors. */
@NullMarked
package dev.atelier.studio;

import org.jspecify.annotations.NullMarked;
