/** What Studio tells billing, and what it asks: usage events, prices, launches. */
@NullMarked
package dev.atelier.studio.usage;

import org.jspecify.annotations.NullMarked;
