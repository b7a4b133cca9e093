/** Prices over gRPC. */
@NullMarked
package dev.atelier.billing.price.grpc;

import org.jspecify.annotations.NullMarked;
