/** Usage events over gRPC. */
@NullMarked
package dev.atelier.billing.meter.grpc;

import org.jspecify.annotations.NullMarked;
