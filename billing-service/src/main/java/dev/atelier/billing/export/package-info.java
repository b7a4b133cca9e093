/** The ledger as FOCUS 1.2: https://focus.finops.org. */
@NullMarked
package dev.atelier.billing.export;

import org.jspecify.annotations.NullMarked;
