/** The engine of a single machine: an instance is a directory, an app is a stock Jupyter server process. */
@NullMarked
package dev.atelier.studio.engine.local;

import org.jspecify.annotations.NullMarked;
