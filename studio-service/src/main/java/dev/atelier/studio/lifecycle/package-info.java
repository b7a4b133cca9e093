/** Lifecycle configurations: scripts that run before apps start. */
@NullMarked
package dev.atelier.studio.lifecycle;

import org.jspecify.annotations.NullMarked;
