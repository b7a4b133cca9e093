/** The whole engine in one process tree: profile, trials side by side in processes of their own, ensemble, within a time and a memory. */
@NullMarked
package dev.atelier.autopilot.worker.run;

import org.jspecify.annotations.NullMarked;
