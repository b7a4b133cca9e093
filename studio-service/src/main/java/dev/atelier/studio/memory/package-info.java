/** Keeps what runs on an instance within the memory of the instance's type. */
@NullMarked
package dev.atelier.studio.memory;

import org.jspecify.annotations.NullMarked;
