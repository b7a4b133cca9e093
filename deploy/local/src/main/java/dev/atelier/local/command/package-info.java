/** The commands of {@code ./atelier}. */
@NullMarked
package dev.atelier.local.command;

import org.jspecify.annotations.NullMarked;
