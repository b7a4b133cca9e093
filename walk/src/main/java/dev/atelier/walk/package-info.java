/** The guided tour: one program that walks through the product by its public API, as any client would. */
@NullMarked
package dev.atelier.walk;

import org.jspecify.annotations.NullMarked;
