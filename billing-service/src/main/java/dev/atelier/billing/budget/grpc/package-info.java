/** Budgets over gRPC. */
@NullMarked
package dev.atelier.billing.budget.grpc;

import org.jspecify.annotations.NullMarked;
