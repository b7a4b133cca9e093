/** Budgets: how much a scope may cost in a period, who is warned, and what is refused or stopped beyond it. */
@NullMarked
package dev.atelier.billing.budget;

import org.jspecify.annotations.NullMarked;
