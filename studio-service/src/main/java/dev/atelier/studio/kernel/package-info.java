/** Kernels and sessions: what should run, what runs, and the hub through which clients talk to a kernel. */
@NullMarked
package dev.atelier.studio.kernel;

import org.jspecify.annotations.NullMarked;
