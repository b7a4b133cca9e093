/** Estimates over gRPC. */
@NullMarked
package dev.atelier.billing.estimate.grpc;

import org.jspecify.annotations.NullMarked;
