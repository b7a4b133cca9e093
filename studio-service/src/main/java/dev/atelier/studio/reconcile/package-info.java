/** The loop which brings what runs in line with what is asked. */
@NullMarked
package dev.atelier.studio.reconcile;

import org.jspecify.annotations.NullMarked;
