/** Budgets over REST. */
@NullMarked
package dev.atelier.billing.budget.rest;

import org.jspecify.annotations.NullMarked;
