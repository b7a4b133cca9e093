/** The one way in which Atelier reads and writes JSON. */
@NullMarked
package dev.atelier.platform.json;

import org.jspecify.annotations.NullMarked;
