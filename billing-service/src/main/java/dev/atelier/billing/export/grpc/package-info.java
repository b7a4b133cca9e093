/** Exports over gRPC. */
@NullMarked
package dev.atelier.billing.export.grpc;

import org.jspecify.annotations.NullMarked;
