/** What planned usage will cost, and the answer before a launch. */
@NullMarked
package dev.atelier.billing.estimate;

import org.jspecify.annotations.NullMarked;
