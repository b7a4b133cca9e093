/** What the month will cost, and what to change. */
@NullMarked
package dev.atelier.billing.planning;

import org.jspecify.annotations.NullMarked;
