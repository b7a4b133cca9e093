/** What the ledger's usage cost, grouped, and what runs now. */
@NullMarked
package dev.atelier.billing.report;

import org.jspecify.annotations.NullMarked;
