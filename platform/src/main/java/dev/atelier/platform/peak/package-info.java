/** How much was in use at most: what advice on sizes rests on. */
@NullMarked
package dev.atelier.platform.peak;

import org.jspecify.annotations.NullMarked;
