/** Comparison, forecasts and advice over gRPC. */
@NullMarked
package dev.atelier.billing.planning.grpc;

import org.jspecify.annotations.NullMarked;
