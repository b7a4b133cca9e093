/** Tests of the public Jupyter surface on real Jupyter servers. */
@NullMarked
package dev.atelier.studio.jupyter;

import org.jspecify.annotations.NullMarked;
