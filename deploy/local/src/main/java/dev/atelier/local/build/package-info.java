/** Builds the product when its sources changed. */
@NullMarked
package dev.atelier.local.build;

import org.jspecify.annotations.NullMarked;
