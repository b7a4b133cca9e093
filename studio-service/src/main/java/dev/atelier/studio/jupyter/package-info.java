/** The public Jupyter surface {@code /jupyter/{domain}/{user}/…}: kernels and sessions from Atelier's own state, the rest from the user's Lab. */
@NullMarked
package dev.atelier.studio.jupyter;

import org.jspecify.annotations.NullMarked;
