/** This machine's processes, for engines that run on it. */
@NullMarked
package dev.atelier.studio.process;

import org.jspecify.annotations.NullMarked;
