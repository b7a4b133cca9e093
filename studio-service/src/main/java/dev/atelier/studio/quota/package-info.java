/** How much users and domains may have at the same time. */
@NullMarked
package dev.atelier.studio.quota;

import org.jspecify.annotations.NullMarked;
