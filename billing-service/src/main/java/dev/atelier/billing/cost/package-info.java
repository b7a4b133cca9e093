/** Exact arithmetic of time and money; nothing else. */
@NullMarked
package dev.atelier.billing.cost;

import org.jspecify.annotations.NullMarked;
