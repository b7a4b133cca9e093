/** Costs and meters over gRPC. */
@NullMarked
package dev.atelier.billing.report.grpc;

import org.jspecify.annotations.NullMarked;
