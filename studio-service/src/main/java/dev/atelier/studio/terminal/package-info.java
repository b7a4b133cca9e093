/** Terminals: those of the Labs, as clients poll them, and those of any app, as the API lists them. */
@NullMarked
package dev.atelier.studio.terminal;

import org.jspecify.annotations.NullMarked;
