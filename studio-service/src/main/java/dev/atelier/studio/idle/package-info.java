/** Shuts down what nobody uses: kernels, terminals, and apps that have neither. */
@NullMarked
package dev.atelier.studio.idle;

import org.jspecify.annotations.NullMarked;
