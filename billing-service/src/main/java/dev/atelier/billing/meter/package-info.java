/** The ledger: usage events, each accepted once, and the intervals that follow from them. */
@NullMarked
package dev.atelier.billing.meter;

import org.jspecify.annotations.NullMarked;
